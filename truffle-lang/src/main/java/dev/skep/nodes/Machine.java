package dev.skep.nodes;

import com.oracle.truffle.api.TruffleLanguage;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The processor of a simulated kernel: runs its programs, gives each level of them a stack, and each function an
 * address.
 */
public final class Machine {
    /**
     * Bytes of stack for one program and all that it calls or jumps to: each of up to 34 programs in a row may be eight
     * functions deep when it makes a tail call.
     */
    private static final int STACK_BYTES = (TailCallNode.MAX_TAIL_CALLS + 1) * Frames.MAX_DEPTH * Frames.STACK_BYTES;

    private final TruffleLanguage<?> language;
    private final Kernel kernel;
    private final ContextEntry entry;
    private final ShapeMemory shapes;
    private final Text text = new Text();
    /** One for each level at which programs interrupt each other. */
    private final List<Activation> activations = new ArrayList<>();

    private int level;

    /** @param shapes of programs that were loaded before, into whichever kernel */
    public Machine(TruffleLanguage<?> language, Kernel kernel, ContextEntry entry, ShapeMemory shapes) {
        this.language = language;
        this.kernel = kernel;
        this.entry = entry;
        this.shapes = shapes;
        kernel.memory().expectCompiledCode();
    }

    /**
     * Makes a program ready to run.
     *
     * @param facts what the verifier learned about it
     * @param observation what is kept of what it executes
     * @throws dev.skep.helper.NotBuiltException when it calls a helper or kfunc that this machine does not have yet
     * @throws dev.skep.kernel.KernelException EINVAL when it has no instructions, or names a helper, map or function
     *     that there is not
     */
    public BpfProgram load(ProgramImage image, Facts facts, Observation observation) {
        return kernel.programs().add(image, new LoadedProgram(this, image, facts, observation));
    }

    /** Gives a program what it needs for a run at this level, runs it, and returns what is in r0 then. */
    long run(LoadedProgram program, Invocation invocation, Consumer<Activation> body) {
        Object entered = entry.enter();
        try {
            return runInside(program, invocation, body);
        } finally {
            entry.leave(entered);
        }
    }

    private long runInside(LoadedProgram program, Invocation invocation, Consumer<Activation> body) {
        Activation activation = enter(program, invocation);
        try {
            try {
                body.accept(activation);
            } catch (Unwinding thrown) {
                thrown.end(activation);
            }
            return activation.result;
        } catch (StackOverflowError overflow) {
            throw Faults.stackOverflow(program.name(), overflow);
        } finally {
            activation.end();
            level--;
        }
    }

    private Activation enter(LoadedProgram program, Invocation invocation) {
        if (level == activations.size()) {
            long stack = memory().allocate(STACK_BYTES, Frames.STACK_BYTES, "stack of BPF programs");
            activations.add(new Activation(this, stack + STACK_BYTES, program, invocation));
        }
        Activation activation = activations.get(level);
        level++;
        activation.begin(program, invocation);
        return activation;
    }

    CodeShape shape(ProgramImage image, Facts facts) {
        return shapes.shape(image, facts, kernel.config().types());
    }

    TruffleLanguage<?> language() {
        return language;
    }

    Kernel kernel() {
        return kernel;
    }

    AddressSpace memory() {
        return kernel.memory();
    }

    Text text() {
        return text;
    }
}
