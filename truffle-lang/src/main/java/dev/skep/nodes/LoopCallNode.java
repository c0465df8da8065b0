package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import com.oracle.truffle.api.nodes.LoopNode;
import dev.skep.kernel.Errno;
import org.jspecify.annotations.Nullable;

/** {@code bpf_loop} with its callback in one piece with the program. */
abstract sealed class LoopCallNode extends InstructionNode {
    /** The number of the helper. */
    static final int ID = 181;

    private static final int COUNT = 1;
    private static final int FUNCTION = 2;
    private static final int CONTEXT = 3;
    private static final int FLAGS = 4;
    private static final long LOW = 0xffff_ffffL;

    private final int slot;

    @CompilationFinal
    private long knownFunction;

    @Child
    private @Nullable DirectCallNode knownCall;

    @Child
    private @Nullable IndirectCallNode anyCall;

    LoopCallNode(int slot) {
        this.slot = slot;
    }

    /** The call as the helper carries it out. */
    static final class Helper extends LoopCallNode {
        Helper(int slot) {
            super(slot);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            long count = get(frame, COUNT) & LOW;
            if (get(frame, FLAGS) != 0) {
                set(frame, 0, Errno.EINVAL.result());
            } else if (count > Frames.MAX_LOOPS) {
                set(frame, 0, Errno.E2BIG.result());
            } else {
                run(frame, activation, count);
            }
        }
    }

    /**
     * The loop that the kernel puts in the place of the call where the verifier allows it ({@code inline_bpf_loop()}):
     * it takes the count with all of its bits, and moves its error into the lower half of r0.
     */
    static final class Inlined extends LoopCallNode {
        Inlined(int slot) {
            super(slot);
        }

        @Override
        void execute(VirtualFrame frame, Activation activation) {
            long count = get(frame, COUNT);
            if (Long.compareUnsigned(count, Frames.MAX_LOOPS) > 0) {
                set(frame, 0, Errno.E2BIG.result() & LOW);
            } else {
                run(frame, activation, count);
            }
        }
    }

    final void run(VirtualFrame frame, Activation activation, long count) {
        activation.budget = get(frame, Frames.BUDGET);
        set(frame, 0, loop(frame, activation, count));
        set(frame, Frames.BUDGET, activation.budget);
    }

    private long loop(VirtualFrame frame, Activation activation, long count) {
        long context = get(frame, CONTEXT);
        long stackTop = get(frame, Frames.STACK_TOP) - Frames.STACK_BYTES;
        int depth = Calls.depth(this, frame, slot);
        long function = get(frame, FUNCTION);
        CallTarget target = count == 0 ? null : target(frame, activation, function);
        long done = 0;
        boolean more = done < count;
        while (more) {
            call(target, activation, new Arguments(done, context, 0, 0, 0, stackTop, depth));
            done++;
            more = activation.result == 0 && done < count;
            if (CompilerDirectives.inInterpreter()) {
                TruffleSafepoint.poll(this);
            }
        }
        if (CompilerDirectives.inInterpreter()) {
            LoopNode.reportLoopCount(this, (int) done);
        }
        return done;
    }

    /** What is called where it is not the function that this instruction always calls; {@code null} where it is. */
    private @Nullable CallTarget target(VirtualFrame frame, Activation activation, long function) {
        if (anyCall == null) {
            if (knownCall != null && function == knownFunction) {
                return null;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            CallTarget found = find(frame, activation, function);
            if (knownCall == null) {
                knownFunction = function;
                knownCall = insert(DirectCallNode.create(found));
                return null;
            }
            anyCall = insert(IndirectCallNode.create());
            return found;
        }
        return find(frame, activation, function);
    }

    private CallTarget find(VirtualFrame frame, Activation activation, long function) {
        CallTarget found = activation.machine.text().function(function);
        if (found == null) {
            throw Faults.of(this, frame, slot, Faults.noFunction(function));
        }
        return found;
    }

    private void call(@Nullable CallTarget target, Activation activation, Arguments arguments) {
        if (target != null && anyCall != null) {
            anyCall.call(target, activation, arguments);
        } else if (knownCall != null) {
            knownCall.call(activation, arguments);
        }
    }
}
