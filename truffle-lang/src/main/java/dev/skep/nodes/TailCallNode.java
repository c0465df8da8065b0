package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.IndirectCallNode;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.ProgArray;
import dev.skep.kernel.program.BpfProgram;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code bpf_tail_call}: runs another program on the same stack in place of the rest of the function, whose caller gets
 * its result. When there is no such program, or 33 were called so already, the function goes on with r0 as it was.
 */
final class TailCallNode extends BranchNode {
    /** {@code MAX_TAIL_CALL_CNT}: in one run of a program with all its functions. */
    static final int MAX_TAIL_CALLS = 33;

    private static final int MAP = 2;
    private static final int INDEX = 3;
    /** Different programs that one instruction calls directly; a jump table has a handful. */
    private static final int CACHED = 8;

    private final int slot;

    @Child
    private MapArgumentNode mapArgument = new MapArgumentNode(MAP, null);

    @Children
    private DirectCallNode[] calls = {};

    @CompilationFinal(dimensions = 1)
    private LoadedProgram[] programs = {};

    @Child
    private @Nullable IndirectCallNode indirect;

    TailCallNode(int slot) {
        this.slot = slot;
    }

    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        BpfMap map = mapArgument.execute(frame, activation);
        if (map == null) {
            throw Faults.of(this, frame, slot, mapArgument.complaint(frame, "bpf_tail_call"));
        }
        LoadedProgram target = target(frame, map);
        if (target == null || activation.tailCalls >= MAX_TAIL_CALLS) {
            return false;
        }
        activation.tailCalls++;
        activation.budget = get(frame, Frames.BUDGET);
        call(target, activation, new Arguments(get(frame, 1), 0, 0, 0, 0, get(frame, Frames.STACK_TOP), 0));
        set(frame, Frames.BUDGET, activation.budget);
        set(frame, 0, activation.result);
        return true;
    }

    private @Nullable LoadedProgram target(VirtualFrame frame, BpfMap map) {
        if (!(map instanceof ProgArray programs)) {
            throw Faults.of(this, frame, slot, "bpf_tail_call: map " + map.name() + " is no prog array");
        }
        BpfProgram program = programs.program((int) get(frame, INDEX));
        return program != null && program.executable() instanceof LoadedProgram loaded ? loaded : null;
    }

    @ExplodeLoop
    private void call(LoadedProgram target, Activation activation, Arguments arguments) {
        if (indirect == null) {
            for (int i = 0; i < programs.length; i++) {
                if (programs[i] == target) {
                    calls[i].call(activation, arguments);
                    return;
                }
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            remember(target);
            target.callTarget().call(activation, arguments);
            return;
        }
        indirect.call(target.callTarget(), activation, arguments);
    }

    private void remember(LoadedProgram target) {
        if (programs.length == CACHED) {
            indirect = insert(IndirectCallNode.create());
            return;
        }
        calls = Arrays.copyOf(calls, calls.length + 1);
        calls[calls.length - 1] = insert(DirectCallNode.create(target.callTarget()));
        programs = Arrays.copyOf(programs, programs.length + 1);
        programs[programs.length - 1] = target;
    }
}
