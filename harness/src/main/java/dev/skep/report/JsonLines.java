package dev.skep.report;

import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON, an object a line. */
public final class JsonLines implements AutoCloseable {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .rootValueSeparator((String) null)
            .build();

    private final JsonGenerator json;

    /** Writes to a target, which stays open. */
    public JsonLines(Writer target) {
        this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), target);
        json.configure(StreamWriteFeature.FLUSH_PASSED_TO_STREAM, false);
    }

    /** What writes the members of one line. */
    public interface Line {
        void write(JsonGenerator json);
    }

    /** Writes one object with the members that {@code members} writes. */
    public void line(Line members) {
        json.writeStartObject();
        members.write(json);
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
    }

    /** Writes a tree of numbers, texts, booleans, lists and maps as they come from typed values. */
    public static void value(JsonGenerator json, Object value) {
        switch (value) {
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case String text -> json.writeString(text);
            case List<?> list -> {
                json.writeStartArray();
                list.forEach(element -> value(json, element));
                json.writeEndArray();
            }
            case Map<?, ?> members -> {
                json.writeStartObject();
                members.forEach((name, member) -> {
                    json.writeName(name.toString());
                    value(json, member);
                });
                json.writeEndObject();
            }
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    @Override
    public void close() {
        json.close();
    }
}
