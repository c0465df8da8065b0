package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.IndirectCallNode;

/** A function that was cut into regions: goes from region to region until it returns. */
final class CutFunctionRoot extends CodeRoot {
    private final Prologue prologue;
    private final int firstBlock;

    @Child
    private IndirectCallNode call = IndirectCallNode.create();

    CutFunctionRoot(Part part, Prologue prologue, int firstBlock) {
        super(part);
        this.prologue = prologue;
        this.firstBlock = firstBlock;
    }

    @Override
    public Object execute(VirtualFrame frame) {
        Activation activation = activation(frame.getArguments());
        prologue.enter(frame, activation, (Arguments) frame.getArguments()[1]);
        activation.save(frame);
        activation.nextBlock = firstBlock;
        while (CompilerDirectives.injectBranchProbability(
                CompilerDirectives.LIKELY_PROBABILITY, activation.nextBlock >= 0)) {
            call.call(code.regionOf(activation.nextBlock), activation);
        }
        return Activation.NO_VALUE;
    }
}
