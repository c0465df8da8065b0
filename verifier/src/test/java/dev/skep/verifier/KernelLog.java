package dev.skep.verifier;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Logs made comparable: between two runs, and with what tools keep of them. */
final class KernelLog {
    private KernelLog() {}

    /** The log without addresses and times, which are different each time. */
    static String withoutChance(String log) {
        return log.replaceAll("0xffff[0-9a-f]{12}", "0x…")
                .replaceAll("verification time [0-9]+ usec", "verification time … usec");
    }

    /** The lines of a log that say something about the program, without the statistics. */
    static String tail(String log) {
        return Arrays.stream(separateStatistics(log).split("\n"))
                .filter(line -> !line.isEmpty()
                        && !line.startsWith("processed ")
                        && !line.startsWith("verification time ")
                        && !line.startsWith("stack depth "))
                .collect(Collectors.joining("\n"));
    }

    /** Some messages have no line end, and the statistics follow in the same line. */
    private static String separateStatistics(String log) {
        return log.replaceAll("([^\n])(verification time [0-9]+ usec\n)", "$1\n$2")
                .replaceAll("([^\n])(processed [0-9]+ insns \\(limit)", "$1\n$2");
    }
}
