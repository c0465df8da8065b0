package dev.skep.nodes;

import dev.skep.kernel.program.LineRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * The way that the last run of a program took, for people.
 *
 * @param lines of the source, in the order in which they were executed, each once in a row: {@code count.bpf.c:42:13:
 *     if (ip->ttl == 0)}; only the last ones of a long run, and none where the object has no line records
 * @param registers r0 to r10 when it returned; empty when it did not
 */
public record LastRun(List<String> lines, List<Long> registers) {
    private static final int MOST_LINES = 12;

    public LastRun {
        lines = List.copyOf(lines);
        registers = List.copyOf(registers);
    }

    static LastRun of(Code code, Trail trail) {
        List<String> lines = new ArrayList<>();
        LineRecord before = null;
        for (int start : trail.lastBlocks()) {
            int end = code.blockEnd(start);
            for (int slot = start; slot < end; slot += code.bytecode().at(slot).slots()) {
                LineRecord line = code.lines().at(slot);
                String text = code.sourceLine(slot);
                boolean same = line != null
                        && before != null
                        && line.line() == before.line()
                        && line.file().equals(before.file());
                if (text != null && !same) {
                    lines.add(text);
                }
                before = line;
            }
        }
        return new LastRun(lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()), trail.lastRegisters());
    }

    /** The registers as a fault shows them; empty when there are none. */
    public String registerText() {
        StringBuilder text = new StringBuilder();
        for (int register = 0; register < registers.size(); register++) {
            text.append(register == 0 ? "" : " ").append('R').append(register).append('=');
            text.append(Faults.hex(registers.get(register)));
        }
        return text.toString();
    }
}
