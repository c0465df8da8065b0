package dev.skep.verifier;

import dev.skep.verifier.log.VerifierLog;
import java.util.concurrent.TimeUnit;

/** The last lines of the log; the kernel's {@code print_verification_stats()}. */
record LogSummary(VerifierLog log, VerifierOptions.Summary summary) {
    void write(Statistics statistics, long tookNs) {
        if (summary == VerifierOptions.Summary.LONG) {
            log.line("verification time " + TimeUnit.NANOSECONDS.toMicros(tookNs) + " usec");
            log.line("stack depth " + statistics.stackText());
        }
        log.line("processed " + statistics.processed() + " insns (limit 1000000) max_states_per_insn "
                + statistics.maxStatesPerInstruction() + " total_states " + statistics.totalStates()
                + " peak_states " + statistics.peakStates() + " mark_read 0");
    }
}
