package dev.skep.coverage;

import dev.skep.nodes.Coverage;
import java.util.List;

/**
 * What programs have executed, by the lines that their types tell. A line counts as often as the instruction of it that
 * was executed most; programs that were loaded several times, and lines of several programs, add up. Instructions that
 * the verifier knows to be dead are never executed, and a branch that always goes one way is none.
 *
 * @param files in the order of their names
 */
public record CoverageReport(List<FileCoverage> files) {
    public CoverageReport {
        files = List.copyOf(files);
    }

    /** What was counted so far. */
    public static CoverageReport of(Coverage coverage) {
        CoverageTally tally = new CoverageTally();
        tally.add(coverage);
        return tally.report();
    }

    /** The share of lines that were executed, over all files: 0 to 1; 1 where there are no lines. */
    public double lineShare() {
        return share(
                lines(), files.stream().mapToLong(FileCoverage::coveredLines).sum());
    }

    /** The share of the ways of branches that were gone, two a branch: 0 to 1; 1 where there are no branches. */
    public double branchShare() {
        long all = files.stream().mapToLong(file -> 2L * file.branches().size()).sum();
        return share(
                all, files.stream().mapToLong(FileCoverage::coveredBranches).sum());
    }

    /** How many lines there are that the compiler made instructions of; none where objects have no line records. */
    public long lines() {
        return files.stream().mapToLong(file -> file.lines().size()).sum();
    }

    private static double share(long all, long covered) {
        return all == 0 ? 1 : (double) covered / all;
    }
}
