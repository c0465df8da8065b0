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
        Gathering gathering = new Gathering();
        coverage.programs().forEach(gathering::add);
        return new CoverageReport(gathering.files());
    }

    /** The share of lines that were executed, over all files: 0 to 1; 1 where there are no lines. */
    public double lineShare() {
        long all = files.stream().mapToLong(file -> file.lines().size()).sum();
        long covered = files.stream().mapToLong(FileCoverage::coveredLines).sum();
        return all == 0 ? 1 : (double) covered / all;
    }

    private static final class Gathering {
        private final Map<String, TreeMap<Integer, Long>> lines = new TreeMap<>();
        private final Map<String, TreeMap<String, Function>> functions = new HashMap<>();
        /** By file, then by program and slot, so that the same branch of a program that is loaded again is one. */
        private final Map<String, TreeMap<String, Branch>> branches = new HashMap<>();

        void add(Coverage.Counted counted) {
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
                                    key(image, line.line(), slot),
                                    branch,
                                    (a, b) -> new Branch(a.line(), a.taken() + b.taken(), a.fallen() + b.fallen()));
                }
            }
        }

        /** Branches stand in the order of their lines, programs and slots. */
        private static String key(ProgramImage image, int line, int slot) {
            return pad(line) + " " + image.name() + " " + pad(slot);
        }

        private static String pad(int number) {
            String digits = Integer.toString(number);
            return "0".repeat(Math.max(0, 10 - digits.length())) + digits;
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
                                        (a, b) -> new Function(a.line(), a.entered() + b.entered()));
                    }
                }
            }
        }

        List<FileCoverage> files() {
            List<FileCoverage> files = new ArrayList<>();
            lines.forEach((file, counted) -> files.add(new FileCoverage(
                    file,
                    counted,
                    List.copyOf(branches.getOrDefault(file, new TreeMap<>()).values()),
                    functions.getOrDefault(file, new TreeMap<>()))));
            return files;
        }
    }
}
