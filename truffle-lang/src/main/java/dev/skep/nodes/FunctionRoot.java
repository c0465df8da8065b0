package dev.skep.nodes;

import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.profiles.PrimitiveValueProfile;

/** A whole function in one piece: what nearly all functions are. The result is left in {@link Activation#result}. */
final class FunctionRoot extends CodeRoot {
    @Child
    private Dispatcher dispatcher;

    private final int start;
    private final Prologue prologue;
    /** The stack is where it was the last time, nearly always: then its addresses are constants. */
    private final PrimitiveValueProfile stackTop = PrimitiveValueProfile.create();
    /** Likewise the context of a program. */
    private final PrimitiveValueProfile context = PrimitiveValueProfile.create();

    FunctionRoot(Part part, RegionBuilder.Region region, Prologue prologue) {
        super(part);
        this.dispatcher = region.dispatcher();
        this.start = region.start();
        this.prologue = prologue;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        Activation activation = activation(frame.getArguments());
        Arguments arguments = (Arguments) frame.getArguments()[1];
        prologue.enter(frame, activation, arguments);
        if (prologue.isProgram()) {
            set(frame, 1, context.profile(arguments.r1()));
        }
        long top = stackTop.profile(arguments.stackTop());
        set(frame, Frames.R10, top);
        set(frame, Frames.STACK_TOP, top);
        dispatcher.run(frame, activation, start);
        return Activation.NO_VALUE;
    }
}
