package dev.skep.debug;

import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.source.SourceSection;
import dev.skep.kernel.program.LineRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of C that a program was compiled from, as its BTF has them. Sources are made of these lines alone, so that
 * they are there on every machine: a line that no instruction came from is empty.
 */
public final class LineTable {
    /** No source of a program is longer; a line number above it is damaged, or made to exhaust memory. */
    private static final int MAX_LINE = 1 << 16;

    private final String languageId;
    /** In order of their slots. */
    private final List<LineRecord> lines;

    private final Map<String, Source> sources = new HashMap<>();

    /** @param languageId of the language that the sources are said to be written in */
    public LineTable(String languageId, List<LineRecord> lines) {
        this.languageId = languageId;
        this.lines = new ArrayList<>(lines);
        this.lines.sort(Comparator.comparingInt(LineRecord::slot));
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The line that the instruction at this slot belongs to; {@code null} when there is none. */
    public @Nullable LineRecord at(int slot) {
        int low = 0;
        int high = lines.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lines.get(middle).slot() <= slot) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : lines.get(low - 1);
    }

    /** Whether two instructions belong to the same line of the same file. */
    public boolean sameLine(int firstSlot, int secondSlot) {
        LineRecord first = at(firstSlot);
        LineRecord second = at(secondSlot);
        if (first == null || second == null) {
            return first == null && second == null;
        }
        return first.line() == second.line() && first.file().equals(second.file());
    }

    /** Where the line stands in its source; {@code null} when there is no line for this slot. */
    public @Nullable SourceSection section(int slot) {
        LineRecord line = at(slot);
        if (line == null || !isSane(line)) {
            return null;
        }
        return source(line.file()).createSection(line.line());
    }

    /** From the first line of these slots to the last one in the same file; {@code null} when they have no lines. */
    public @Nullable SourceSection section(int fromSlot, int toSlot) {
        LineRecord start = at(fromSlot);
        if (start == null || !isSane(start)) {
            return null;
        }
        int first = start.line();
        int last = start.line();
        for (LineRecord line : lines) {
            if (line.slot() >= fromSlot && line.slot() < toSlot && line.file().equals(start.file()) && isSane(line)) {
                first = Math.min(first, line.line());
                last = Math.max(last, line.line());
            }
        }
        Source source = source(start.file());
        int begin = source.getLineStartOffset(first);
        int end = source.getLineStartOffset(last) + source.getLineLength(last);
        return source.createSection(begin, end - begin);
    }

    private static boolean isSane(LineRecord line) {
        return line.line() >= 1 && line.line() <= MAX_LINE;
    }

    private Source source(String file) {
        return sources.computeIfAbsent(file, this::makeSource);
    }

    private Source makeSource(String file) {
        TreeMap<Integer, String> texts = new TreeMap<>();
        for (LineRecord line : lines) {
            if (line.file().equals(file) && isSane(line)) {
                texts.put(line.line(), line.text().lines().findFirst().orElse(""));
            }
        }
        StringBuilder content = new StringBuilder();
        int number = 1;
        for (Map.Entry<Integer, String> text : texts.entrySet()) {
            content.repeat("\n", text.getKey() - number).append(text.getValue());
            number = text.getKey();
        }
        return Source.newBuilder(languageId, content.append('\n'), file).build();
    }
}
