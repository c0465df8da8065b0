package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Executable;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;

/** A program in Java, which notes what it sees in its context and returns what it was told to. */
final class Spy implements Executable {
    private final Kernel kernel;
    private final int words;
    private final long result;
    private final List<List<Long>> seen;

    private Spy(Kernel kernel, int words, long result, List<List<Long>> seen) {
        this.kernel = kernel;
        this.words = words;
        this.result = result;
        this.seen = seen;
    }

    /** Attaches a program of this section; it notes so many words of its context, to this list. */
    static List<List<Long>> attach(
            Kernel kernel, ProgramType type, AttachType attachType, String section, int words, long result) {
        List<List<Long>> seen = new ArrayList<>();
        String target = section.substring(section.indexOf('/') + 1);
        ProgramImage image = new ProgramImage(
                "spy",
                section,
                type,
                attachType,
                Bytecode.of(new byte[0]),
                List.of(),
                Btf.empty(),
                List.of(),
                List.of(),
                "GPL",
                0,
                target);
        BpfProgram program = kernel.programs().add(image, new Spy(kernel, words, result, seen));
        kernel.hooks().attach(program);
        return seen;
    }

    @Override
    public long run(Invocation invocation) {
        List<Long> context = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            context.add(kernel.memory().readLong(invocation.contextAddress() + 8L * i));
        }
        seen.add(context);
        return result;
    }
}
