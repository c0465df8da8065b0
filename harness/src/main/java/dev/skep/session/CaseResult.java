package dev.skep.session;

import dev.skep.report.JsonLines;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What became of a case. What did not happen is null.
 *
 * @param id of the case, as it stood in the file
 * @param judgement what the verifier said
 * @param errno of what kept an unjudged program from running, a positive number; 0 for nothing
 * @param runErrno why an accepted program was not run to its end, a positive number; 0 for no reason
 * @param error the same in words
 * @param retval the 32 bits that a test run gave, or the whole of r0 when there was no event
 * @param dataOut the packet as the program left it
 */
public record CaseResult(
        Object id,
        @Nullable CaseJudgement judgement,
        int errno,
        int runErrno,
        @Nullable String error,
        @Nullable Long retval,
        byte @Nullable [] dataOut) {

    static CaseResult failed(Object id, int errno, String error) {
        return new CaseResult(id, null, errno, 0, error, null, null);
    }

    static CaseResult returned(Object id, long retval, byte @Nullable [] dataOut) {
        return new CaseResult(id, null, 0, 0, null, retval, dataOut);
    }

    static CaseResult notRun(Object id) {
        return new CaseResult(id, null, 0, 0, null, null, null);
    }

    /** The same after the verifier spoke: what failed then was the run. */
    CaseResult judged(CaseJudgement value) {
        return new CaseResult(id, value, value.errno(), errno, error, retval, dataOut);
    }

    /** Writes the members of the JSON that {@code skep cases} prints. */
    public void write(JsonGenerator json) {
        json.writeName("id");
        JsonLines.value(json, id);
        if (judgement != null) {
            json.writeStringProperty("verdict", judgement.verdict());
        }
        json.writeNumberProperty("errno", errno);
        if (judgement != null) {
            judgement.write(json);
        }
        if (runErrno != 0) {
            json.writeNumberProperty("run_errno", runErrno);
        }
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
