package dev.skep.session;

import dev.skep.report.JsonLines;
import java.util.HexFormat;
import java.util.List;
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
 * @param contextOut the context as the program left it
 * @param mapsAfter of each map its pairs of key and value after the run, as hex, if that was asked for
 */
public record CaseResult(
        Object id,
        @Nullable CaseJudgement judgement,
        int errno,
        int runErrno,
        @Nullable String error,
        @Nullable Long retval,
        byte @Nullable [] dataOut,
        byte @Nullable [] contextOut,
        @Nullable List<List<List<String>>> mapsAfter) {

    static CaseResult failed(Object id, int errno, String error) {
        return new CaseResult(id, null, errno, 0, error, null, null, null, null);
    }

    static CaseResult returned(Object id, long retval, byte @Nullable [] dataOut, byte @Nullable [] contextOut) {
        return new CaseResult(id, null, 0, 0, null, retval, dataOut, contextOut, null);
    }

    static CaseResult notRun(Object id) {
        return new CaseResult(id, null, 0, 0, null, null, null, null, null);
    }

    /** The same after the verifier spoke: what failed then was the run. */
    CaseResult judged(CaseJudgement value) {
        return new CaseResult(id, value, value.errno(), errno, error, retval, dataOut, contextOut, mapsAfter);
    }

    CaseResult withMaps(List<List<List<String>>> value) {
        return new CaseResult(id, judgement, errno, runErrno, error, retval, dataOut, contextOut, value);
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
        if (contextOut != null) {
            json.writeStringProperty("ctx_out", HexFormat.of().formatHex(contextOut));
        }
        if (mapsAfter != null) {
            json.writeName("maps_after");
            JsonLines.value(json, mapsAfter);
        }
    }
}
