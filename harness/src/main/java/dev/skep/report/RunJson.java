package dev.skep.report;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The JSON of {@code skep run}: a contract that other tools read. */
public final class RunJson {
    private RunJson() {}

    /** Writes the members of a report. */
    public static void write(JsonGenerator json, ProgramReport report) {
        json.writeStringProperty("object", report.object());
        json.writeStringProperty("program", report.program());
        json.writeStringProperty("type", report.type());
        switch (report) {
            case RunReport run -> run(json, run);
            case RejectionReport rejection -> rejection(json, rejection);
        }
    }

    private static void rejection(JsonGenerator json, RejectionReport report) {
        json.writeStringProperty("verification", "rejected");
        if (!report.rejected().equals(report.program())) {
            json.writeStringProperty("rejected", report.rejected());
        }
        json.writeNumberProperty("errno", report.errno().number());
        json.writeStringProperty("log", report.log());
        json.writeStringProperty("hint", report.hint());
    }

    private static void run(JsonGenerator json, RunReport report) {
        json.writeStringProperty("mode", report.mode());
        json.writeStringProperty("verification", report.verification());
        json.writeNumberProperty("events", report.events());
        json.writeObjectPropertyStart("returns");
        report.returns().forEach(json::writeNumberProperty);
        json.writeEndObject();
        refused(json, report.refused());
        observed(json, report.maps(), report.ringBuffers(), report.perfBuffers(), report.trace());
        json.writeNumberProperty("durationNs", report.durationNs());
    }

    /** What can be seen of programs from outside: their maps, what they sent, what they printed. */
    static void observed(
            JsonGenerator json,
            List<MapContents> maps,
            Map<String, Records<Object>> ringBuffers,
            Map<String, Records<RunReport.PerfSample>> perfBuffers,
            Records<String> trace) {
        json.writeObjectPropertyStart("maps");
        for (MapContents map : maps) {
            json.writeName(map.name());
            entries(json, map.entries());
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("ringbufs");
        ringBuffers.forEach((name, records) -> {
            json.writeArrayPropertyStart(name);
            records.forEach(entry -> JsonLines.value(json, entry));
            json.writeEndArray();
        });
        json.writeEndObject();
        json.writeObjectPropertyStart("perf");
        perfBuffers.forEach((name, samples) -> {
            json.writeArrayPropertyStart(name);
            for (RunReport.PerfSample sample : samples) {
                json.writeStartObject();
                json.writeNumberProperty("cpu", sample.cpu());
                member(json, "data", sample.data());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
        json.writeEndObject();
        json.writeArrayPropertyStart("trace");
        trace.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void refused(JsonGenerator json, List<RunReport.Refusal> refused) {
        json.writeArrayPropertyStart("refused");
        for (RunReport.Refusal refusal : refused) {
            json.writeStartObject();
            json.writeNumberProperty("frame", refusal.frame());
            json.writeNumberProperty("errno", refusal.errno());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void entries(JsonGenerator json, List<MapContents.Entry> entries) {
        json.writeStartArray();
        for (MapContents.Entry entry : entries) {
            json.writeStartObject();
            switch (entry) {
                case MapContents.Pair pair -> {
                    member(json, "key", pair.key());
                    member(json, "value", pair.value());
                }
                case MapContents.PerCpu values -> {
                    member(json, "key", values.key());
                    perCpu(json, values.values());
                }
                case MapContents.Element element -> member(json, "value", element.value());
                case MapContents.OfProgram slot -> {
                    member(json, "key", slot.key());
                    json.writeStringProperty("program", slot.program());
                }
                case MapContents.OfMap inner -> {
                    member(json, "key", inner.key());
                    json.writeStringProperty("map", inner.map().name());
                    json.writeName("entries");
                    entries(json, inner.map().entries());
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void perCpu(JsonGenerator json, List<Object> values) {
        json.writeArrayPropertyStart("values");
        for (int cpu = 0; cpu < values.size(); cpu++) {
            json.writeStartObject();
            json.writeNumberProperty("cpu", cpu);
            member(json, "value", values.get(cpu));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void member(JsonGenerator json, String name, Object value) {
        json.writeName(name);
        JsonLines.value(json, value);
    }
}
