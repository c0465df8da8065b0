package dev.skep.nodes;

import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.FrameSlotKind;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import com.oracle.truffle.api.nodes.RootNode;
import dev.skep.kernel.program.Invocation;

/**
 * Runs a program on the same event many times in a row: the repeat count of {@code BPF_PROG_TEST_RUN}. It is called
 * with an {@link Activation}, the {@link Invocation} and the number of times.
 */
final class RepeatRoot extends RootNode {
    private static final int LEFT = 0;

    @Child
    private LoopNode loop;

    RepeatRoot(TruffleLanguage<?> language, LoadedProgram program) {
        super(language, descriptor());
        this.loop = Truffle.getRuntime().createLoopNode(new Run(program));
    }

    private static FrameDescriptor descriptor() {
        FrameDescriptor.Builder builder = FrameDescriptor.newBuilder(1);
        builder.addSlots(1, FrameSlotKind.Static);
        return builder.build();
    }

    @Override
    public Object execute(VirtualFrame frame) {
        frame.setLongStatic(LEFT, (long) frame.getArguments()[2]);
        loop.execute(frame);
        return Activation.NO_VALUE;
    }

    @Override
    public String getName() {
        return "repeat";
    }

    private static final class Run extends Node implements RepeatingNode {
        private final LoadedProgram program;

        @Child
        private DirectCallNode call;

        Run(LoadedProgram program) {
            this.program = program;
            this.call = DirectCallNode.create(program.callTarget());
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            long left = frame.getLongStatic(LEFT);
            if (left <= 0) {
                return false;
            }
            frame.setLongStatic(LEFT, left - 1);
            Activation activation = (Activation) frame.getArguments()[0];
            Invocation invocation = (Invocation) frame.getArguments()[1];
            activation.begin(program, invocation);
            try {
                call.call(activation, program.arguments(invocation, activation));
            } catch (Unwinding thrown) {
                thrown.end(activation);
            }
            return true;
        }
    }
}
