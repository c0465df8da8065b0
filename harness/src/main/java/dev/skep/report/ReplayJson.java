package dev.skep.report;

import tools.jackson.core.JsonGenerator;

/** The JSON of {@code skep replay}: that of {@code skep run}, with the hook beside the program. */
public final class ReplayJson {
    private ReplayJson() {}

    /** Writes the members of what one program of the object is reported as. */
    public static void write(JsonGenerator json, ReplayReport report, ReplayReport.Attached program) {
        json.writeStringProperty("object", report.object());
        json.writeStringProperty("program", program.program());
        json.writeStringProperty("hook", program.hook());
        json.writeStringProperty("type", program.type());
        json.writeStringProperty("mode", report.mode());
        json.writeStringProperty("verification", report.verification());
        json.writeNumberProperty("events", program.events());
        json.writeObjectPropertyStart("returns");
        program.returns().forEach(json::writeNumberProperty);
        json.writeEndObject();
        text(json, "output", program.output());
        text(json, "stdout", program.stdout());
        text(json, "stderr", program.stderr());
        RunJson.observed(json, report.maps(), report.ringBuffers(), report.perfBuffers(), report.trace());
        json.writeObjectPropertyStart("outcomes");
        report.outcomes().forEach((hook, outcomes) -> {
            json.writeObjectPropertyStart(hook);
            outcomes.forEach(json::writeNumberProperty);
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeNumberProperty("durationNs", report.durationNs());
    }

    /** A member that is there only when it says something. */
    private static void text(JsonGenerator json, String name, String text) {
        if (!text.isEmpty()) {
            json.writeStringProperty(name, text);
        }
    }
}
