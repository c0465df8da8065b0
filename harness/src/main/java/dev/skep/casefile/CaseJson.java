package dev.skep.casefile;

import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** The JSON of {@code skep test}: an object for each case. */
public final class CaseJson {
    private CaseJson() {}

    /** Writes the members of a result. */
    public static void write(JsonGenerator json, CaseResult result) {
        json.writeStringProperty("file", result.test().place().file());
        json.writeNumberProperty("line", result.test().place().line());
        json.writeStringProperty("case", result.test().name());
        json.writeStringProperty("object", CaseFileReader.shown(result.test().object()));
        json.writeStringProperty("program", result.program());
        json.writeStringProperty("kernel", result.kernel());
        json.writeStringProperty("status", result.status().name().toLowerCase(Locale.ROOT));
        json.writeArrayPropertyStart("failures");
        for (Failure failure : result.failures()) {
            json.writeStartObject();
            json.writeStringProperty("file", failure.place().file());
            json.writeNumberProperty("line", failure.place().line());
            json.writeNumberProperty("column", failure.place().column());
            json.writeStringProperty("message", failure.message().strip());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!result.reason().isEmpty()) {
            json.writeStringProperty("reason", result.reason());
        }
        json.writeArrayPropertyStart("differences");
        for (Difference difference : result.differences()) {
            json.writeStartObject();
            json.writeStringProperty("what", difference.what());
            json.writeStringProperty("simulated", difference.simulated());
            json.writeStringProperty("host", difference.host());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("durationNs", result.durationNs());
    }
}
