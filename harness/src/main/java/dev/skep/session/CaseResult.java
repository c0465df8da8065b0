package dev.skep.session;

import dev.skep.report.JsonLines;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What became of a case. What did not happen is null.
 *
 * @param id of the case, as it stood in the file
 * @param verdict {@code accept}, {@code reject}, or null when nobody judged
 * @param errno why the program was not loaded or not run, a positive number; 0 for neither
 * @param error in words, what kept the program from running to its end
 * @param retval the 32 bits that a test run gave, or the whole of r0 when there was no event
 * @param dataOut the packet as the program left it
 */
public record CaseResult(
        Object id,
        @Nullable String verdict,
        int errno,
        @Nullable String error,
        @Nullable Long retval,
        byte @Nullable [] dataOut) {

    static CaseResult failed(Object id, int errno, String error) {
        return new CaseResult(id, null, errno, error, null, null);
    }

    static CaseResult returned(Object id, long retval, byte @Nullable [] dataOut) {
        return new CaseResult(id, null, 0, null, retval, dataOut);
    }

    static CaseResult notRun(Object id) {
        return new CaseResult(id, null, 0, null, null, null);
    }

    /** Writes the members of the JSON that {@code skep cases} prints. */
    public void write(JsonGenerator json) {
        json.writeName("id");
        JsonLines.value(json, id);
        if (verdict != null) {
            json.writeStringProperty("verdict", verdict);
        }
        json.writeNumberProperty("errno", errno);
        if (error != null) {
            json.writeStringProperty("error", error);
        }
        if (retval != null) {
            json.writeName("retval");
            json.writeNumber(Long.toUnsignedString(retval));
        }
        if (dataOut != null) {
            json.writeStringProperty("data_out", HexFormat.of().formatHex(dataOut));
        }
    }
}
