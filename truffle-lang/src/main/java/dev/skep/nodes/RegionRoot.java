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

    RegionRoot(Part part, RegionBuilder.Region region) {
        super(part);
        this.dispatcher = region.dispatcher();
        this.start = region.start();
    }

    @Override
    public Object execute(VirtualFrame frame) {
        Activation activation = activation(frame.getArguments());
        activation.restore(frame);
        dispatcher.run(frame, activation, start);
        return Activation.NO_VALUE;
    }
}
