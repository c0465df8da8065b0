package dev.skep.session;

import dev.skep.verifier.Statistics;
import dev.skep.verifier.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What the verifier said about a case.
 *
 * @param verdict {@code accept} or {@code reject}
 * @param errno what {@code BPF_PROG_LOAD} fails with, a positive number; 0 for nothing
 * @param logTail the last lines of the log, without those about statistics
 * @param log all of it, if it was asked for
 */
public record CaseJudgement(
        String verdict, int errno, String logTail, @Nullable String log, Statistics statistics) {
    /** How much of the log is kept. */
    enum Log {
        TAIL,
        WHOLE
    }

    /** Characters that the tail is cut to, at the beginning of a line. */
    private static final int TAIL_LENGTH = 1500;

    private static final Pattern STATISTICS =
            Pattern.compile("processed [0-9]+ insns \\(limit .*|verification time .*|stack depth .*");

    static CaseJudgement of(Verdict verdict, Log log) {
        String whole = log == Log.WHOLE ? verdict.log() : null;
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                new CaseJudgement("accept", 0, tail(accepted.log()), whole, accepted.statistics());
            case Verdict.Rejected rejected ->
                new CaseJudgement(
                        "reject", rejected.errno().number(), tail(rejected.log()), whole, rejected.statistics());
        };
    }

    private static String tail(String log) {
        List<String> lines = apart(log)
                .lines()
                .filter(line -> !line.isEmpty() && !STATISTICS.matcher(line).matches())
                .toList();
        String text = String.join("\n", lines);
        if (text.length() <= TAIL_LENGTH) {
            return text;
        }
        String end = text.substring(text.length() - TAIL_LENGTH);
        return end.substring(end.indexOf('\n') + 1);
    }

    /** Some messages of the kernel end without a new line, and the statistics go on in theirs. */
    private static String apart(String log) {
        int statistics = log.lastIndexOf("verification time ");
        int begin = statistics >= 0 ? statistics : log.lastIndexOf("processed ");
        boolean glued = begin > 0 && log.charAt(begin - 1) != '\n' && log.indexOf(" insns (limit", begin) > 0;
        return glued ? log.substring(0, begin) + "\n" + log.substring(begin) : log;
    }

    /** Writes what follows verdict and errno. */
    void write(JsonGenerator json) {
        json.writeStringProperty("log_tail", logTail);
        if (log != null) {
            json.writeStringProperty("log", log);
        }
        json.writeNumberProperty("processed", statistics.processed());
        json.writeNumberProperty("max_states_per_insn", statistics.maxStatesPerInstruction());
        json.writeNumberProperty("total_states", statistics.totalStates());
        json.writeNumberProperty("peak_states", statistics.peakStates());
        json.writeStringProperty(
                "stack", statistics.stackDepths().stream().map(String::valueOf).collect(Collectors.joining("+")));
    }
}
