package dev.skep.recording;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** One line of a recording in JSON: an object whose members we expect to be something. */
record JsonLine(Map<String, Object> members) {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(1 << 20)
                    .maxNestingDepth(16)
                    .build())
            .build();

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static JsonLine parse(String line) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("expected a JSON object");
            }
            JsonLine parsed = new JsonLine(object(parser));
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("expected nothing after the JSON object");
            }
            return parsed;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "column " + e.getLocation().getColumnNr() + ": no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object element = value(parser);
                    if (element == null) {
                        throw new IllegalArgumentException("null in a list");
                    }
                    elements.add(element);
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> {
                BigInteger number = parser.getBigIntegerValue();
                yield number.bitLength() < 64 ? (Object) number.longValue() : number;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalArgumentException("a number that is not whole");
        };
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    long number(String name, long otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case Long number -> number;
            case BigInteger number when number.bitLength() <= 64 -> number.longValue();
            default -> throw expected(name, "a number");
        };
    }

    int number32(String name, int otherwise) {
        long number = number(name, otherwise);
        if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
            throw expected(name, "a number of 32 bits");
        }
        return (int) number;
    }

    String text(String name, String otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case String text -> text;
            default -> throw expected(name, "a text");
        };
    }

    boolean truth(String name) {
        return switch (members.get(name)) {
            case null -> false;
            case Boolean truth -> truth;
            default -> throw expected(name, "true or false");
        };
    }

    JsonLine object(String name) {
        if (members.get(name) instanceof Map<?, ?> map) {
            return of(map);
        }
        throw expected(name, "an object");
    }

    List<?> list(String name) {
        return switch (members.get(name)) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw expected(name, "a list");
        };
    }

    List<JsonLine> objects(String name) {
        List<JsonLine> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?> map)) {
                throw expected(name, "a list of objects");
            }
            objects.add(of(map));
        }
        return objects;
    }

    private static JsonLine of(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put((String) name, value));
        return new JsonLine(members);
    }

    IllegalArgumentException expected(String name, String what) {
        String shown = String.valueOf(members.get(name));
        return new IllegalArgumentException(
                name + " is " + (shown.length() <= 40 ? shown : shown.substring(0, 37) + "...") + ", expected " + what);
    }
}
