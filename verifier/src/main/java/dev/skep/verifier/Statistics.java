package dev.skep.verifier;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What verifying took.
 *
 * @param processed instructions looked at, on all paths
 * @param maxStatesPerInstruction states kept for one instruction
 * @param totalStates states kept over all
 * @param peakStates states kept at a time
 * @param stackDepths bytes of stack of each function
 */
public record Statistics(
        int processed, int maxStatesPerInstruction, int totalStates, int peakStates, List<Integer> stackDepths) {
    public Statistics {
        stackDepths = List.copyOf(stackDepths);
    }

    /** The stack depths as the log gives them: {@code 16+8}. */
    public String stackText() {
        return stackDepths.stream().map(String::valueOf).collect(Collectors.joining("+"));
    }
}
