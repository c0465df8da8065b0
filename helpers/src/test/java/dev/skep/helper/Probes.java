package dev.skep.helper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
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

/** What the reference kernel answered to single questions: {@code fixtures/expected/probes}. */
public final class Probes {
    private Probes() {}

    /** The rows of a table. */
    public static List<Row> rows(String name) {
        String resource = "/fixtures/expected/probes/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Probes.class.getResourceAsStream(resource), resource);
                JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), in)) {
            parser.nextToken();
            List<Row> rows = new ArrayList<>();
            for (Object row :
                    (List<?>) Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(value(parser))).get("rows"))) {
                rows.add(new Row((Map<?, ?>) row));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One question with its answer: cells by name. */
    public record Row(Map<?, ?> cells) {
        public boolean has(String cell) {
            return cells.get(cell) != null;
        }

        public String text(String cell) {
            return (String) Objects.requireNonNull(cells.get(cell), cell);
        }

        /** A number, as 64 bits. */
        public long number(String cell) {
            return ((BigInteger) Objects.requireNonNull(cells.get(cell), cell)).longValue();
        }

        public long number(String cell, long whenAbsent) {
            return has(cell) ? number(cell) : whenAbsent;
        }

        /** A list of {@link String}s, {@link BigInteger}s, {@link List}s and {@link Map}s. */
        public List<?> list(String cell) {
            return (List<?>) Objects.requireNonNull(cells.get(cell), cell);
        }

        /** A list of objects as rows of their own. */
        public List<Row> rows(String cell) {
            List<Row> rows = new ArrayList<>();
            list(cell).forEach(row -> rows.add(new Row((Map<?, ?>) row)));
            return rows;
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value(parser));
                }
                yield object;
            }
            case START_ARRAY -> {
                List<@Nullable Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser));
                }
                yield array;
            }
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }
}
