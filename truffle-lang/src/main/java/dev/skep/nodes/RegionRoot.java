package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;

/**
 * One region of a function that was cut. It takes the registers from {@link Activation#registers} and begins at
 * {@link Activation#nextBlock}; when it leaves for another region, it puts them there again.
 */
final class RegionRoot extends CodeRoot {
    @Child
    private Dispatcher dispatcher;

    private final int start;

    /** @param start index of the dispatcher's block that finds the one to begin with */
    RegionRoot(Part part, Dispatcher dispatcher, int start) {
        super(part);
        this.dispatcher = dispatcher;
        this.start = start;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        Activation activation = activation(frame.getArguments());
        activation.restore(frame);
        activation.nextBlock = dispatcher.run(frame, activation, start);
        return Activation.NO_VALUE;
    }
}
