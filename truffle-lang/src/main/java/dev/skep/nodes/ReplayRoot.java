package dev.skep.nodes;

import com.oracle.truffle.api.CallTarget;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.Truffle;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.DirectCallNode;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.nodes.RepeatingNode;
import com.oracle.truffle.api.nodes.RootNode;
import dev.skep.kernel.program.Invocation;

/**
 * Runs a program on event after event without leaving compiled code in between: the loop and the program are compiled
 * as one. It is called with an {@link Activation}, the {@link Invocation} and the {@link EventSource}.
 */
final class ReplayRoot extends RootNode {
    private static final int ACTIVATION = 0;
    private static final int INVOCATION = 1;
    private static final int SOURCE = 2;

    @Child
    private LoopNode loop;

    ReplayRoot(TruffleLanguage<?> language, LoadedProgram program) {
        super(language, FrameDescriptor.newBuilder().build());
        this.loop = Truffle.getRuntime().createLoopNode(new Event(program));
    }

    @Override
    public Object execute(VirtualFrame frame) {
        loop.execute(frame);
        return Activation.NO_VALUE;
    }

    @Override
    public String getName() {
        return "replay";
    }

    private static final class Event extends Node implements RepeatingNode {
        private final LoadedProgram program;

        @Child
        private DirectCallNode call;

        Event(LoadedProgram program) {
            this.program = program;
            CallTarget target = program.callTarget();
            this.call = DirectCallNode.create(target);
        }

        @Override
        public boolean executeRepeating(VirtualFrame frame) {
            Object[] arguments = frame.getArguments();
            Activation activation = (Activation) arguments[ACTIVATION];
            Invocation invocation = (Invocation) arguments[INVOCATION];
            EventSource source = (EventSource) arguments[SOURCE];
            if (!next(source, invocation)) {
                return false;
            }
            activation.begin(program, invocation);
            try {
                call.call(activation, program.arguments(invocation, activation));
            } catch (Unwinding thrown) {
                thrown.end(activation);
            }
            done(source, invocation, activation.result);
            return true;
        }

        @TruffleBoundary
        private static boolean next(EventSource source, Invocation invocation) {
            return source.next(invocation);
        }

        @TruffleBoundary
        private static void done(EventSource source, Invocation invocation, long result) {
            source.done(invocation, result);
        }
    }
}
