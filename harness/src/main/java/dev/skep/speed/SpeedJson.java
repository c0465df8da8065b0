package dev.skep.speed;

import dev.skep.report.JsonLines;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * A {@link ProgramSpeed} for other tools. Where there is no figure the member is null; times are nanoseconds of
 * processor time for one run of the program, the median of the rounds.
 *
 * <pre>
 *   {"object", "program", "type", "insns", "frames", "mode": "compiled" | "interpreted",
 *    "interpretedNs", "compiledNs", "kernelNs", "ratioToKernel",
 *    "quartilesNs": {"compiled": [low, high], …}, "warmUpMs": {"compiled": …}, "sameResults", "kernel"}
 * </pre>
 */
public final class SpeedJson {
    private SpeedJson() {}

    /** Writes the members of one object. */
    public static void write(JsonGenerator json, ProgramSpeed speed) {
        json.writeStringProperty("object", speed.object());
        json.writeStringProperty("program", speed.program());
        json.writeStringProperty("type", speed.type());
        json.writeNumberProperty("insns", speed.insns());
        json.writeNumberProperty("frames", speed.frames());
        json.writeStringProperty("mode", speed.mode().text());
        for (Way way : Way.values()) {
            Timing timing = speed.timing(way);
            number(json, way.text() + "Ns", timing == null ? Double.NaN : timing.medianNs());
        }
        number(json, "ratioToKernel", speed.ratioToKernel());
        Map<String, Object> quartiles = new LinkedHashMap<>();
        Map<String, Object> warmUps = new LinkedHashMap<>();
        for (Way way : Way.values()) {
            Timing timing = speed.timing(way);
            if (timing != null) {
                quartiles.put(way.text(), List.of(rounded(timing.lowNs()), rounded(timing.highNs())));
                long warmAfterNs = timing.warmAfterNs();
                if (warmAfterNs >= 0) {
                    warmUps.put(way.text(), rounded(warmAfterNs / 1e6));
                }
            }
        }
        json.writeName("quartilesNs");
        JsonLines.value(json, quartiles);
        json.writeName("warmUpMs");
        JsonLines.value(json, warmUps);
        json.writeBooleanProperty("sameResults", speed.agreement() == ProgramSpeed.Agreement.SAME);
        json.writeStringProperty("kernel", speed.kernel());
    }

    private static void number(JsonGenerator json, String name, double value) {
        if (Double.isNaN(value)) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, rounded(value));
        }
    }

    /** Three digits behind the point, which is more than is ever measured. */
    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    }
}
