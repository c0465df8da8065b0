package dev.skep.verifier.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source lines of the program, each shown when the path comes to it; the kernel's {@code verbose_linfo()}. */
public final class SourceLines {
    private final VerifierLog log;
    private final List<Line> lines;
    private @Nullable Line last;

    /**
     * A line of source.
     *
     * @param instruction the first that belongs to it
     */
    public record Line(int instruction, String file, int number, String text) {}

    /** @param lines in the order of their instructions */
    public SourceLines(VerifierLog log, List<Line> lines) {
        this.log = log;
        this.lines = List.copyOf(lines);
    }

    /** The next line is shown even when it was the last. */
    public void forget() {
        last = null;
    }

    /** {@code ; int x = 1; @ file.c:3}, unless it was the last that was shown. */
    public void print(int instruction) {
        print(instruction, "; ");
    }

    /** The same with another beginning. */
    public void print(int instruction, String prefix) {
        Line line = find(instruction);
        Line before = last;
        if (line == null || line.equals(before)) {
            return;
        }
        if (before != null && line.number == before.number && line.file.equals(before.file)) {
            return;
        }
        String file = line.file.substring(line.file.lastIndexOf('/') + 1);
        log.say(prefix)
                .say(line.text.stripLeading())
                .say(" @ ")
                .say(file)
                .say(':')
                .line(Integer.toString(line.number));
        last = line;
    }

    private @Nullable Line find(int instruction) {
        int low = 0;
        int high = lines.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (lines.get(middle).instruction <= instruction) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return lines.isEmpty() ? null : lines.get(low);
    }
}
