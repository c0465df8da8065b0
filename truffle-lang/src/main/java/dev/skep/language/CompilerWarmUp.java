package dev.skep.language;

import dev.skep.isa.Assembler;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.nodes.LoadedProgram;
import java.util.List;

/**
 * A program that is only there to be compiled. The compiler is a Java program itself, and slow before it is warm: what
 * it compiles first takes seconds. This one has something of everything that programs are made of.
 */
final class CompilerWarmUp {
    /** More calls than a call target needs to be compiled. */
    private static final int RUNS = 1500;

    private static final String PROGRAM = """
              r6 = r10
              r6 += -64
              r7 = 0
            loop:
              *(u64 *)(r6 +0) = r7
              *(u32 *)(r6 +8) = r7
              *(u16 *)(r6 +12) = r7
              *(u8 *)(r6 +14) = r7
              r1 = *(u64 *)(r6 +0)
              r2 = *(u32 *)(r6 +8)
              r3 = *(u16 *)(r6 +12)
              r4 = *(u8 *)(r6 +14)
              r1 += r2
              w2 *= w3
              r3 <<= 3
              r4 ^= r1
              r3 = be16 r3
              if r1 > r4 goto next
              w2 += 7
            next:
              r8 = r2
              *(u32 *)(r10 -4) = r7
              r2 = r10
              r2 += -4
              r1 = map[fd:0]
              call bpf_map_lookup_elem#1
              if r0 == 0 goto out
              r1 = *(u64 *)(r0 +0)
              r1 += r8
              *(u64 *)(r0 +0) = r1
              r7 += 1
              if r7 != 4 goto loop
            out:
              r0 = r8
              exit
            """;

    private CompilerWarmUp() {}

    /**
     * Runs it so often that it is compiled, which goes on in the background.
     *
     * @param load makes a program of another kernel ready to run
     */
    static void run(Loader load) {
        Kernel kernel = new Kernel(KernelConfig.reference());
        BpfMap map = kernel.maps().create(MapSpec.of("values", MapType.ARRAY, 4, 8, 4));
        ProgramImage image = ProgramImage.raw("warm_up", ProgramType.XDP, Assembler.assemble(PROGRAM), List.of(map));
        BpfProgram program = load.load(kernel, image);
        Invocation invocation = new Invocation(kernel).on(0, program, null);
        ((LoadedProgram) program.executable()).repeat(invocation, RUNS);
    }

    /** {@link BpfEngine#loadUnverified}. */
    interface Loader {
        BpfProgram load(Kernel kernel, ProgramImage image);
    }
}
