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
    /** What stands for the index of a block when there is no next one. */
    private static final int DONE = -1;

    @Children
    private final Block[] blocks;

    @CompilationFinal
    private @Nullable Object osrMetadata;

    Dispatcher(Block[] blocks) {
        this.blocks = blocks;
    }

    /**
     * Runs to the end of the function or of the region, and leaves in {@link Activation#nextBlock} which it was.
     *
     * @param start index of the block to begin with
     */
    @ExplodeLoop(kind = LoopExplosionKind.MERGE_EXPLODE)
    void run(VirtualFrame frame, Activation activation, int start) {
        int index = start;
        while (index >= 0) {
            CompilerAsserts.partialEvaluationConstant(index);
            Block block = blocks[index];
            if (CompilerDirectives.inCompiledCode()) {
                block.clearDead(frame);
            }
            block.execute(frame, activation);
            BranchNode branch = block.branch;
            // Both ways go round this loop by themselves, so that the compiler knows which block comes next.
            if (branch != null && branch.execute(frame, activation)) {
                index = follow(frame, activation, block, block.taken);
                continue;
            }
            index = follow(frame, activation, block, block.fall);
        }
    }

    /** Goes along an edge; gives the index of the block that it leads to, or {@link #DONE}. */
    private int follow(VirtualFrame frame, Activation activation, Block block, Edge edge) {
        if (edge.kind() == Edge.Kind.FORWARD) {
            if (edge.cost() != 0) {
                pay(frame, edge.cost());
            }
            return edge.target();
        }
        if (edge.kind() == Edge.Kind.BACK) {
            return goBack(frame, activation, block, edge);
        }
        if (edge.kind() == Edge.Kind.OUTSIDE) {
            throw Faults.outside(this, frame, block.lastSlot, edge.target() == 1);
        }
        long left = pay(frame, edge.cost());
        if (left < 0) {
            throw Faults.budgetExhausted(this, frame, block.lastSlot);
        }
        if (CompilerDirectives.inInterpreter() && get(frame, Frames.BACK_EDGES) > 0) {
            report(frame, 0);
        }
        activation.nextBlock = edge.target();
        if (edge.kind() == Edge.Kind.RETURN) {
            activation.budget = left;
            activation.result = get(frame, 0);
        } else {
            activation.save(frame);
        }
        return DONE;
    }

    private int goBack(VirtualFrame frame, Activation activation, Block block, Edge edge) {
        int next = payRounds(frame, block, edge);
        if (CompilerDirectives.inInterpreter()) {
            TruffleSafepoint.poll(this);
            if (report(frame, REPORT_INTERVAL - 1)
                    && BytecodeOSRNode.pollOSRBackEdge(this, REPORT_INTERVAL)
                    && BytecodeOSRNode.tryOSR(this, next, activation, null, frame) != null) {
                return DONE;
            }
        } else if (CompilerDirectives.hasNextTier()) {
            report(frame, REPORT_INTERVAL - 1);
        }
        return next;
    }

    /**
     * Pays for as many rounds of a loop as the edge is for, or near the end of the budget for one; gives where they
     * begin.
     */
    private int payRounds(VirtualFrame frame, Block block, Edge edge) {
        if (get(frame, Frames.BUDGET) >= edge.many().cost()) {
            pay(frame, edge.many().cost());
            return edge.many().target();
        }
        CompilerDirectives.transferToInterpreter();
        if (pay(frame, edge.cost()) < 0) {
            throw Faults.budgetExhausted(this, frame, block.lastSlot);
        }
        return edge.target();
    }

    private static long pay(VirtualFrame frame, int cost) {
        long left = get(frame, Frames.BUDGET) - cost;
        set(frame, Frames.BUDGET, left);
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
        run(frame, (Activation) interpreterState, (int) target);
        return Activation.NO_VALUE;
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
