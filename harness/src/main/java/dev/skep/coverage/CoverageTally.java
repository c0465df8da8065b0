package dev.skep.coverage;

import dev.skep.btf.BtfType;
import dev.skep.coverage.FileCoverage.Branch;
import dev.skep.coverage.FileCoverage.Function;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.nodes.Coverage;
import dev.skep.nodes.ExecutionCounts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the programs of any number of kernels executed, added up. It keeps numbers and names only, so that the kernels
 * can go; and its sums are the same in whatever order they come. Safe for several threads.
 */
public final class CoverageTally {
    private final Map<String, TreeMap<Integer, Long>> lines = new TreeMap<>();
    private final Map<String, TreeMap<String, Function>> functions = new HashMap<>();
    /** By file, then by line, program and slot, so that the same branch of a program that is loaded again is one. */
    private final Map<String, TreeMap<BranchPlace, Branch>> branches = new HashMap<>();

    /** Branches stand in the order of their lines, programs and slots. */
    private record BranchPlace(int line, String program, int slot) implements Comparable<BranchPlace> {
        private static final Comparator<BranchPlace> ORDER = Comparator.comparingInt(BranchPlace::line)
                .thenComparing(BranchPlace::program)
                .thenComparingInt(BranchPlace::slot);

        @Override
        public int compareTo(BranchPlace other) {
            return ORDER.compare(this, other);
        }
    }

    /** Adds what was counted so far. */
    public synchronized void add(Coverage coverage) {
        coverage.programs().forEach(this::add);
    }

    /** Adds what a program executed so far. */
    public synchronized void add(Coverage.Counted counted) {
        ProgramImage image = counted.image();
        List<LineRecord> records = image.lines().stream()
                .filter(line -> line.line() > 0)
                .sorted(Comparator.comparingInt(LineRecord::slot))
                .toList();
        addLines(records, counted.counts(), image.code().size());
        addBranches(image, records, counted.counts());
        addFunctions(image, records, counted.counts());
    }

    private void addLines(List<LineRecord> records, ExecutionCounts counts, int slots) {
        Map<String, Map<Integer, Long>> most = new HashMap<>();
        for (LineRecord record : records) {
            if (record.slot() < slots) {
                most.computeIfAbsent(record.file(), _ -> new HashMap<>())
                        .merge(record.line(), counts.executed(record.slot()), Math::max);
            }
        }
        most.forEach((file, counted) -> counted.forEach((line, count) ->
                lines.computeIfAbsent(file, _ -> new TreeMap<>()).merge(line, count, Long::sum)));
    }

    private void addBranches(ProgramImage image, List<LineRecord> records, ExecutionCounts counts) {
        Bytecode code = image.code();
        int at = -1;
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            while (at + 1 < records.size() && records.get(at + 1).slot() <= slot) {
                at++;
            }
            if (at >= 0 && code.at(slot) instanceof Instruction.Branch) {
                LineRecord line = records.get(at);
                Branch branch = new Branch(line.line(), counts.taken(slot), counts.fallen(slot));
                branches.computeIfAbsent(line.file(), _ -> new TreeMap<>())
                        .merge(
                                new BranchPlace(line.line(), image.name(), slot),
                                branch,
                                (a, b) -> new Branch(a.line(), a.taken() + b.taken(), a.fallen() + b.fallen()));
            }
        }
    }

    private void addFunctions(ProgramImage image, List<LineRecord> records, ExecutionCounts counts) {
        for (FunctionRecord function : image.functions()) {
            for (LineRecord record : records) {
                if (record.slot() == function.slot()
                        && image.btf().type(function.typeId()) instanceof BtfType.Func named) {
                    Function entered = new Function(record.line(), counts.executed(function.slot()));
                    functions
                            .computeIfAbsent(record.file(), _ -> new TreeMap<>())
                            .merge(
                                    named.name(),
                                    entered,
                                    (a, b) -> new Function(Math.min(a.line(), b.line()), a.entered() + b.entered()));
                }
            }
        }
    }

    /** All that was added so far. */
    public synchronized CoverageReport report() {
        List<FileCoverage> files = new ArrayList<>();
        lines.forEach((file, counted) -> files.add(new FileCoverage(
                file,
                new TreeMap<>(counted),
                List.copyOf(branches.getOrDefault(file, new TreeMap<>()).values()),
                new TreeMap<>(functions.getOrDefault(file, new TreeMap<>())))));
        return new CoverageReport(files);
    }
}
