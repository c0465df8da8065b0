package dev.skep.verifier.explore;

/** What is counted while exploring; the kernel prints most of it in the last line of the log. */
public final class Counters {
    /** {@code BPF_COMPLEXITY_LIMIT_INSNS}. */
    static final int MAX_PROCESSED = 1_000_000;

    public int processed;
    public int maxStatesPerInstruction;
    public int totalStates;
    public int peakStates;

    public int jumps;
    int lastJumps;
    int lastProcessed;
    int explored;
    int retired;
    int backedges;

    void updatePeak() {
        peakStates = Math.max(peakStates, explored + retired + backedges);
    }
}
