package dev.skep.kernel.map;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A JSON value of a probe: an object, a list, a string, a whole number, or nothing. */
record Json(@Nullable Object value) {

    static Json read(InputStream in) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            return new Json(parse(parser, parser.nextToken()));
        }
    }

    private static @Nullable Object parse(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                    members.put(name, new Json(parse(parser, parser.nextToken())));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
                    items.add(new Json(parse(parser, next)));
                }
                yield items;
            }
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue().longValue();
            case VALUE_TRUE -> 1L;
            case VALUE_FALSE -> 0L;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("unexpected " + token);
        };
    }

    @SuppressWarnings("unchecked")
    Map<String, Json> members() {
        return (Map<String, Json>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked")
    List<Json> items() {
        return (List<Json>) Objects.requireNonNull(value);
    }

    boolean has(String name) {
        return members().containsKey(name) && members().get(name).value != null;
    }

    Json get(String name) {
        return Objects.requireNonNull(members().get(name), name);
    }

    boolean isText() {
        return value instanceof String;
    }

    String text() {
        return (String) Objects.requireNonNull(value);
    }

    String text(String name) {
        return get(name).text();
    }

    long number() {
        return (Long) Objects.requireNonNull(value);
    }

    /** A number as the four bytes that it stands for. */
    int word() {
        return (int) number();
    }

    int word(String name) {
        return get(name).word();
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
