package dev.skep.session;

import java.util.ArrayList;
import java.util.HexFormat;
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

/**
 * A JSON object of which we know what to expect: each accessor says what it wanted when it finds something else.
 *
 * @param where file, line and path, for messages
 */
record JsonTree(String where, Map<String, Object> members) {
    /** Programs of a million instructions are sixteen million digits. */
    private static final int LONGEST_TEXT = 64 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNestingDepth(64)
                    .build())
            .build();

    /** Reads a text that must be one JSON object. */
    static JsonTree parse(String where, String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedCaseException(where, "expected a JSON object");
            }
            JsonTree tree = new JsonTree(where, object(parser, where));
            if (parser.nextToken() != null) {
                throw new MalformedCaseException(where, "expected nothing after the JSON object");
            }
            return tree;
        } catch (JacksonException e) {
            throw new MalformedCaseException(
                    where + ", column " + e.getLocation().getColumnNr(), "no JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, Object> object(JsonParser parser, String where) {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            Object value = value(parser, where);
            if (value != null) {
                members.put(name, value);
            }
        }
        return members;
    }

    private static @Nullable Object value(JsonParser parser, String where) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, where);
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    Object element = value(parser, where);
                    if (element == null) {
                        throw new MalformedCaseException(where, "null in a list");
                    }
                    elements.add(element);
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue();
            case VALUE_NUMBER_FLOAT -> (long) parser.getDoubleValue();
            case VALUE_TRUE -> 1L;
            case VALUE_FALSE -> 0L;
            default -> null;
        };
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** The number of this name, or another where there is none; truths are 1 and 0. */
    long number(String name, long otherwise) {
        Object value = members.get(name);
        return switch (value) {
            case null -> otherwise;
            case Long number -> number;
            default -> throw expected(name, "a number");
        };
    }

    int unsigned32(String name, int otherwise) {
        long value = number(name, Integer.toUnsignedLong(otherwise));
        if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            throw expected(name, "a number of 32 bits");
        }
        return (int) value;
    }

    String text(String name, String otherwise) {
        Object value = members.get(name);
        return switch (value) {
            case null -> otherwise;
            case String text -> text;
            default -> throw expected(name, "a text");
        };
    }

    /** Bytes written as hex digits; spaces do not count. */
    byte[] hex(String name) {
        String digits = text(name, "");
        try {
            return HexFormat.of().parseHex(digits.indexOf(' ') < 0 ? digits : digits.replace(" ", ""));
        } catch (IllegalArgumentException e) {
            throw expected(name, "an even number of hex digits");
        }
    }

    JsonTree object(String name) {
        if (members.get(name) instanceof Map<?, ?> map) {
            return new JsonTree(where + ", " + name, named(map));
        }
        throw expected(name, "an object");
    }

    List<JsonTree> objects(String name) {
        List<JsonTree> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?> map)) {
                throw expected(name, "a list of objects");
            }
            objects.add(new JsonTree(where + ", " + name + "[" + objects.size() + "]", named(map)));
        }
        return objects;
    }

    List<?> list(String name) {
        Object value = members.get(name);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw expected(name, "a list");
        };
    }

    MalformedCaseException expected(String name, String what) {
        Object found = members.get(name);
        String shown = String.valueOf(found);
        return new MalformedCaseException(
                where,
                name + " is " + (shown.length() <= 40 ? shown : shown.substring(0, 37) + "...") + ", expected " + what);
    }

    private static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put((String) name, value));
        return members;
    }
}
