package dev.skep.kernel.trace;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * What programs print with {@code bpf_trace_printk}, oldest first. Counterpart: {@code /sys/kernel/tracing/trace_pipe}.
 */
public final class TracePipe {
    /** Lines that are kept; a reader that comes too late misses the oldest, as on the machine. */
    static final int CAPACITY_LINES = 1 << 20;

    private final ArrayDeque<TraceLine> lines = new ArrayDeque<>();
    private long lost;

    @TruffleBoundary
    public void print(TraceLine line) {
        if (lines.size() == CAPACITY_LINES) {
            lines.removeFirst();
            lost++;
        }
        lines.addLast(line);
    }

    /** How many lines wait to be read. */
    public int size() {
        return lines.size();
    }

    /** All lines since the last {@link #drain}. */
    public List<TraceLine> lines() {
        return List.copyOf(lines);
    }

    /** The lines, which are then gone from the pipe. */
    public List<TraceLine> drain() {
        List<TraceLine> drained = new ArrayList<>(lines);
        lines.clear();
        return List.copyOf(drained);
    }

    /** How many lines fell out because nobody read them. */
    public long lost() {
        return lost;
    }
}
