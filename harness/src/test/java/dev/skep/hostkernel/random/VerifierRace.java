package dev.skep.hostkernel.random;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.hostkernel.HostLoadOptions;
import dev.skep.hostkernel.HostVerdict;
import dev.skep.isa.Assembler;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Both verifiers in turns over long programs: {@code VerifierRace [ROUNDS]}. The time is that of the processor, of this
 * thread, in the kernel and here; a round is all programs once.
 */
public final class VerifierRace {
    private static final int ROUNDS = 8;
    private static final double NS_PER_US = 1000;

    private VerifierRace() {}

    public static void main(String[] arguments) throws HostKernelMissingException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        HostLoadOptions theirs = HostLoadOptions.usual().withLogLevel(HostLoadOptions.LOG_STATISTICS);
        VerifierOptions ours = VerifierOptions.usual().withLevel(LogLevel.STATISTICS);
        try (HostKernel host = HostKernel.open()) {
            for (int round = 0; round < rounds; round++) {
                long instructions = 0;
                long kernelNs = 0;
                long ownNs = 0;
                for (ProgramImage program : programs()) {
                    long start = threads.getCurrentThreadCpuTime();
                    HostVerdict there = host.load(program, List.of(), theirs);
                    long between = threads.getCurrentThreadCpuTime();
                    Verdict here = Verifier.verify(program, ours);
                    ownNs += threads.getCurrentThreadCpuTime() - between;
                    kernelNs += between - start;
                    instructions += here.statistics().processed();
                    if (there instanceof HostVerdict.Accepted accepted) {
                        accepted.program().close();
                    }
                }
                out.println(String.format(
                        Locale.ROOT,
                        "round %d: %d instructions, kernel %.2f M/s, here %.2f M/s",
                        round,
                        instructions,
                        instructions * NS_PER_US / kernelNs,
                        instructions * NS_PER_US / ownNs));
            }
        }
    }

    private static List<ProgramImage> programs() {
        StringBuilder branches = new StringBuilder("call 7\n");
        for (int i = 1; i <= 8190; i++) {
            branches.append("if r0 == ").append(i).append(" goto pc+1\nr0 += 0\n");
        }
        return List.of(
                program("r0 = 0\nr0 += 1\nif r0 < 100000 goto pc-2\nexit"),
                program(branches + "r0 = 0\nexit"),
                program("""
                        r7 = 0
                        call 7
                        if r0 == 1 goto pc+1
                        r7 += 1
                        *(u64 *)(r10 -8) = r7
                        call 7
                        if r0 != 5 goto pc-6
                        r7 = *(u64 *)(r10 -8)
                        if r7 > 70000 goto pc-8
                        r0 = 0
                        exit"""));
    }

    private static ProgramImage program(String text) {
        return ProgramImage.raw("race", ProgramType.SOCKET_FILTER, Assembler.assemble(text), List.of());
    }
}
