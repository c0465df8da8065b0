package dev.skep.report;

import dev.skep.veristat.Stat;
import tools.jackson.core.JsonGenerator;

/** The JSON of {@code skep verify}: a contract that other tools read. */
public final class VerdictJson {
    private VerdictJson() {}

    /** Writes the members of a report; the statistics under the names that they have in CSV. */
    public static void write(JsonGenerator json, VerdictReport report) {
        json.writeStringProperty("object", report.row().text(Stat.FILE_NAME));
        json.writeStringProperty("program", report.row().text(Stat.PROG_NAME));
        json.writeStringProperty("section", report.section());
        json.writeStringProperty("type", report.row().text(Stat.PROG_TYPE));
        json.writeStringProperty("verdict", report.row().text(Stat.VERDICT));
        json.writeNumberProperty("errno", report.errno());
        json.writeStringProperty("log", report.log());
        if (!report.hint().isEmpty()) {
            json.writeStringProperty("hint", report.hint());
        }
        for (Stat stat : Stat.values()) {
            switch (stat) {
                case FILE_NAME, PROG_NAME, VERDICT, PROG_TYPE -> {}
                case ATTACH_TYPE ->
                    json.writeStringProperty(stat.csvName(), report.row().text(stat));
                default -> json.writeNumberProperty(stat.csvName(), report.row().number(stat));
            }
        }
    }
}
