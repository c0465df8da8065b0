package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.ProgramException;
import org.jspecify.annotations.Nullable;

/** A call of a helper or kfunc. */
final class KernelCallNode extends InstructionNode {
    private final KernelFunction function;
    private final int slot;
    /** What stands for the program's types, for functions that the kernel's verifier hands them to. */
    private final long types;

    /** Finds the map among the arguments, where there is one. */
    @Child
    private @Nullable MapArgumentNode mapArgument;

    /**
     * @param types what stands for the program's types
     * @param map the one that it works on, where the verifier knows it
     */
    KernelCallNode(KernelFunction function, int slot, long types, @Nullable BpfMap map) {
        this.function = function;
        this.slot = slot;
        this.types = types;
        this.mapArgument = switch (function.body().mapPosition()) {
            case NONE -> null;
            case FIRST -> new MapArgumentNode(1, map);
            case SECOND -> new MapArgumentNode(2, map);
        };
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        BpfMap map = null;
        if (mapArgument != null) {
            map = mapArgument.execute(frame, activation);
            if (map == null) {
                throw Faults.of(this, frame, slot, mapArgument.complaint(frame, function.name()));
            }
        }
        if (function.callsBack()) {
            activation.budget = get(frame, Frames.BUDGET);
            activation.depth = (int) get(frame, Frames.DEPTH);
            activation.callerStackTop = get(frame, Frames.STACK_TOP);
        }
        if (function.typesArgument() != 0) {
            set(frame, function.typesArgument(), types);
        }
        long result;
        try {
            result = function.call(
                    activation.invocation,
                    map,
                    get(frame, 1),
                    get(frame, 2),
                    get(frame, 3),
                    get(frame, 4),
                    get(frame, 5));
        } catch (ProgramException thrown) {
            throw new Unwinding(Faults.code(this), thrown.cookie());
        } catch (RuntimeException failure) {
            CompilerDirectives.transferToInterpreter();
            throw Faults.inKernel(this, frame, slot, function.name(), failure);
        }
        if (function.callsBack()) {
            set(frame, Frames.BUDGET, activation.budget);
        }
        set(frame, 0, result);
    }
}
