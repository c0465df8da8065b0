package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerAsserts;
import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.BytecodeOSRNode;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.ExplodeLoop.LoopExplosionKind;
import com.oracle.truffle.api.nodes.LoopNode;
import com.oracle.truffle.api.nodes.Node;
import dev.skep.nodes.Block.Edge;
import org.jspecify.annotations.Nullable;

/**
 * Runs the blocks of a region, from one to the next, until the function returns or another region goes on.
 *
 * <p>Compiled, the loop is unrolled with the index of the block as its state, so what is left is the program's own
 * control flow. A loop of the program that runs long enough in the interpreter is compiled while it runs (on-stack
 * replacement).
 */
final class Dispatcher extends Node implements BytecodeOSRNode {
    private static final int REPORT_INTERVAL = 256;

    @Children
    private final Block[] blocks;

    @CompilationFinal
    private @Nullable Object osrMetadata;

    Dispatcher(Block[] blocks) {
        this.blocks = blocks;
    }

    /**
     * @param start index of the block to begin with
     * @return the program's block at which another region goes on, or a negative number when the function has returned
     */
    @ExplodeLoop(kind = LoopExplosionKind.MERGE_EXPLODE)
    int run(VirtualFrame frame, Activation activation, int start) {
        int index = start;
        while (true) {
            CompilerAsserts.partialEvaluationConstant(index);
            Block block = blocks[index];
            if (CompilerDirectives.inCompiledCode()) {
                block.clearDead(frame);
            }
            block.execute(frame, activation);
            TestNode test = block.test;
            if (test != null && test.execute(frame, activation)) {
                Edge edge = block.taken;
                if (edge.target() < 0) {
                    return leave(frame, activation, block, edge, true);
                }
                if (edge.isBack()) {
                    Object result = goBack(frame, activation, block, edge);
                    if (result != null) {
                        return (int) result;
                    }
                }
                index = edge.target();
            } else {
                Edge edge = block.fall;
                if (edge.target() < 0) {
                    return leave(frame, activation, block, edge, false);
                }
                if (edge.isBack()) {
                    Object result = goBack(frame, activation, block, edge);
                    if (result != null) {
                        return (int) result;
                    }
                }
                index = edge.target();
            }
        }
    }

    private int leave(VirtualFrame frame, Activation activation, Block block, Edge edge, boolean taken) {
        if (edge.target() == FlowGraph.OUTSIDE) {
            throw Faults.outside(this, frame, block.lastSlot, taken);
        }
        long left = pay(frame, block, edge);
        if (CompilerDirectives.inInterpreter() && get(frame, Frames.BACK_EDGES) > 0) {
            report(frame, 0);
        }
        if (edge.target() == FlowGraph.RETURN) {
            activation.budget = left;
            activation.result = get(frame, 0);
            return FlowGraph.RETURN;
        }
        activation.save(frame);
        return Block.LEAVE - edge.target();
    }

    /** Returns what the compiled rest of the run gave, where there was one. */
    private @Nullable Object goBack(VirtualFrame frame, Activation activation, Block block, Edge edge) {
        pay(frame, block, edge);
        if (CompilerDirectives.inInterpreter()) {
            TruffleSafepoint.poll(this);
            if (report(frame, REPORT_INTERVAL - 1) && BytecodeOSRNode.pollOSRBackEdge(this, REPORT_INTERVAL)) {
                return BytecodeOSRNode.tryOSR(this, edge.target(), activation, null, frame);
            }
        } else if (CompilerDirectives.hasNextTier()) {
            report(frame, REPORT_INTERVAL - 1);
        }
        return null;
    }

    private long pay(VirtualFrame frame, Block block, Edge edge) {
        long left = get(frame, Frames.BUDGET) - edge.cost();
        set(frame, Frames.BUDGET, left);
        if (left < 0) {
            CompilerDirectives.transferToInterpreter();
            throw Faults.budgetExhausted(this, frame, block.lastSlot);
        }
        return left;
    }

    /** Counts a back edge; tells the compiler of all when there are more than so many. */
    private boolean report(VirtualFrame frame, int threshold) {
        long backEdges = get(frame, Frames.BACK_EDGES) + 1;
        if (backEdges <= threshold) {
            set(frame, Frames.BACK_EDGES, backEdges);
            return false;
        }
        LoopNode.reportLoopCount(this, (int) backEdges);
        set(frame, Frames.BACK_EDGES, 0);
        return true;
    }

    @Override
    public Object executeOSR(VirtualFrame frame, long target, Object interpreterState) {
        return run(frame, (Activation) interpreterState, (int) target);
    }

    @Override
    public @Nullable Object getOSRMetadata() {
        return osrMetadata;
    }

    @Override
    public void setOSRMetadata(Object metadata) {
        osrMetadata = metadata;
    }

    /** The rest of the function runs in the compiled code to its end: there is nothing to bring back. */
    @Override
    public void restoreParentFrame(VirtualFrame osrFrame, VirtualFrame parentFrame) {}
}
