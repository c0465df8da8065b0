package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.nodes.RootNode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.program.Executable;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Facts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A program that can run: what the kernel's {@code struct bpf_prog} points to as {@code bpf_func}. */
public final class LoadedProgram implements Executable {
    private final Machine machine;
    private final ProgramImage image;
    private final Code code;
    private final CallTarget entry;
    private @Nullable CallTarget repeat;
    private @Nullable CallTarget replay;

    LoadedProgram(Machine machine, ProgramImage image, Facts facts, Observation observation) {
        if (image.code().size() == 0) {
            throw new KernelException(Errno.EINVAL, image.name() + " has no instructions");
        }
        this.machine = machine;
        this.image = image;
        this.code = new Code(machine, image, machine.shape(image, facts), facts, observation);
        this.entry = code.function(0);
    }

    public String name() {
        return image.name();
    }

    /** The helpers and kfuncs that it calls, by their names. */
    public List<CalledFunction> callees() {
        return code.kernelFunctions().found().stream()
                .map(KernelFunction::facts)
                .toList();
    }

    /**
     * Calls of a function go through an interceptor from now on; straight to the kernel again for null. What does not
     * call a function of this name is left alone.
     */
    public void intercept(String function, @Nullable CallInterceptor interceptor) {
        for (KernelFunction called : code.kernelFunctions().found()) {
            if (called.name().equals(function)) {
                called.seam().put(interceptor);
            }
        }
    }

    /** The way that its last run took; empty where it did not run, or was loaded without keeping its trail. */
    public Optional<LastRun> lastRun() {
        Trail trail = code.trail();
        return trail == null || trail.lastBlocks().isEmpty() ? Optional.empty() : Optional.of(LastRun.of(code, trail));
    }

    /** The program as a function; it is called with an {@link Activation} and {@link Arguments}. */
    CallTarget callTarget() {
        return entry;
    }

    Code code() {
        return code;
    }

    ContextLayout contextLayout() {
        return code.contextLayout();
    }

    Arguments arguments(Invocation invocation, Activation activation) {
        return new Arguments(invocation.contextAddress(), 0, 0, 0, 0, activation.stackTop, 0);
    }

    /**
     * Runs the program on an event.
     *
     * @return r0
     * @throws dev.skep.debug.ProgramFault when it does what the machine does not let it do, or uses up its instructions
     */
    @Override
    public long run(Invocation invocation) {
        return run(invocation, invocation.contextAddress(), 0);
    }

    @Override
    public long call(Invocation invocation, long function, long r1, long r2, long r3, long r4, long r5) {
        return machine.run(this, invocation, activation -> activation.start(function, r1, r2, r3, r4, r5));
    }

    /** Runs the program with other values in r1 and r2 than an event would have. */
    public long run(Invocation invocation, long r1, long r2) {
        return machine.run(this, invocation, activation -> {
            entry.call(activation, new Arguments(r1, r2, 0, 0, 0, activation.stackTop, 0));
        });
    }

    /**
     * Runs the program on the same event so many times, each time with what the last one has left of it.
     *
     * @param times at least 1
     * @return r0 of the last run
     */
    public long repeat(Invocation invocation, long times) {
        if (times < 1) {
            throw new IllegalArgumentException("repeat " + times + " times: expected at least 1");
        }
        if (repeat == null) {
            RootNode root = new RepeatRoot(machine.language(), this);
            repeat = root.getCallTarget();
        }
        CallTarget target = repeat;
        return machine.run(this, invocation, activation -> target.call(activation, invocation, times));
    }

    /**
     * Runs the program on each event of a source. A fault ends it; it goes on with the next event when it is called
     * again.
     */
    public void replay(Invocation invocation, EventSource source) {
        if (replay == null) {
            RootNode root = new ReplayRoot(machine.language(), this);
            replay = root.getCallTarget();
        }
        CallTarget target = replay;
        machine.run(this, invocation, activation -> target.call(activation, invocation, source));
    }
}
