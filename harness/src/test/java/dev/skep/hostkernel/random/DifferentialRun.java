package dev.skep.hostkernel.random;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.language.BpfEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A long run of random programs through both verifiers: {@code DifferentialRun COUNT [FIRST_SEED [DIRECTORY]]}. Every
 * program has a seed of its own; those that differ are written to the directory, a file each.
 */
public final class DifferentialRun {
    private static final int FILES_OF_A_KIND = 20;
    private static final int PROGRESS = 1000;

    private DifferentialRun() {}

    public static void main(String[] arguments) throws IOException, HostKernelMissingException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int count = Integer.parseInt(arguments[0]);
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        Path directory = arguments.length > 2 ? Files.createDirectories(Path.of(arguments[2])) : null;
        try (HostKernel host = HostKernel.open();
                BpfEngine engine = BpfEngine.open()) {
            Judgement judgement = new Judgement(host, engine);
            Map<Judgement.Kind, List<Long>> found = new EnumMap<>(Judgement.Kind.class);
            int accepted = 0;
            int ran = 0;
            for (long seed = first; seed < first + count; seed++) {
                RandomProgram program = ProgramGenerator.generate(new Random(seed));
                Judgement.Outcome outcome = judgement.judge(program);
                accepted += outcome.accepted() ? 1 : 0;
                ran += outcome.ran() ? 1 : 0;
                if ((seed - first + 1) % PROGRESS == 0) {
                    out.println((seed - first + 1) + " programs, " + accepted + " accepted, " + ran + " run");
                }
                List<Long> seeds = found.computeIfAbsent(outcome.kind(), kind -> new ArrayList<>());
                seeds.add(seed);
                if (directory != null && outcome.kind() != Judgement.Kind.NOTHING && seeds.size() <= FILES_OF_A_KIND) {
                    Files.writeString(directory.resolve(outcome.kind() + "-" + seed), report(program, outcome));
                }
            }
            out.println("kernel " + host.release() + ": " + count + " programs from seed " + first + ", " + accepted
                    + " accepted by the kernel, " + ran + " run");
            found.forEach((kind, seeds) ->
                    out.println(kind + ": " + seeds.size() + (kind == Judgement.Kind.NOTHING ? "" : " " + few(seeds))));
        }
    }

    private static List<Long> few(List<Long> seeds) {
        return seeds.subList(0, Math.min(seeds.size(), 12));
    }

    private static String report(RandomProgram program, Judgement.Outcome outcome) {
        return program.type() + " flags " + program.flags() + " maps " + program.maps() + "\n"
                + "insns " + program.code() + "\n"
                + "================ here\n" + outcome.ours()
                + "\n================ kernel\n" + outcome.theirs() + "\n";
    }
}
