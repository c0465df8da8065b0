package dev.skep.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last runs of an object's programs, for the report of a test that fails. */
public final class RunLog {
    private static final int KEPT = 64;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long total;

    /**
     * A run.
     *
     * @param input the frame or context
     * @param outcome {@code XDP_DROP}, or what went wrong, on one line or several
     * @param content what input and output are
     * @param output the frame or context afterwards; empty if the run failed
     */
    public record Entry(String program, int cpu, Content content, byte[] input, String outcome, byte[] output) {}

    /** What goes in and comes out. */
    public enum Content {
        FRAME,
        CONTEXT
    }

    RunLog() {}

    void add(Entry entry) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.addLast(entry);
        total++;
    }

    /** How many runs there were, those included that are not kept. */
    public long total() {
        return total;
    }

    /** The oldest first. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }
}
