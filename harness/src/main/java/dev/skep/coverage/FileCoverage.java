package dev.skep.coverage;

import java.util.List;
import java.util.SortedMap;

/**
 * What was executed of one source file.
 *
 * @param lines how often each line was, which the compiler made instructions of
 * @param branches in the order of their lines
 * @param functions where they begin and how often they were entered, by name
 */
public record FileCoverage(
        String file, SortedMap<Integer, Long> lines, List<Branch> branches, SortedMap<String, Function> functions) {

    /**
     * A conditional jump.
     *
     * @param line that it belongs to
     * @param taken how often it jumped
     * @param fallen how often it did not
     */
    public record Branch(int line, long taken, long fallen) {
        /** The ways it went, of two. */
        int covered() {
            return (taken > 0 ? 1 : 0) + (fallen > 0 ? 1 : 0);
        }
    }

    /** Where a function begins, and how often it was entered. */
    public record Function(int line, long entered) {}

    public FileCoverage {
        branches = List.copyOf(branches);
    }

    /** How many lines were executed. */
    public long coveredLines() {
        return lines.values().stream().filter(count -> count > 0).count();
    }

    /** How many ways of branches were gone; each branch has two. */
    public long coveredBranches() {
        return branches.stream().mapToInt(Branch::covered).sum();
    }
}
