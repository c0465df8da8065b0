package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;

/** The instruction that ends a block and has two ways to go on. */
abstract class BranchNode extends Node {
    /** Whether the block's {@linkplain FlowGraph#taken taken} edge is followed. */
    abstract boolean execute(VirtualFrame frame, Activation activation);
}
