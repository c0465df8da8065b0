package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.Node;

/** One instruction that goes on with the next one, or several that belong to one line of the source. */
abstract class InstructionNode extends Node {
    abstract void execute(VirtualFrame frame, Activation activation);
}
