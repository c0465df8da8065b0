package dev.skep.nodes;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.nodes.Node;
import dev.skep.debug.LineTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basic block: instructions in a row, then a test that chooses between two edges, or nothing and the one edge
 * {@link #fall}.
 *
 * <p>An edge is the index of a block in the same {@link Dispatcher}, {@link FlowGraph#RETURN},
 * {@link FlowGraph#OUTSIDE}, or at most {@link #LEAVE} for a block of another region.
 */
final class Block extends Node {
    /** Edge {@code LEAVE - n} goes to the program's block n in another region. */
    static final int LEAVE = -3;

    @Children
    private InstructionNode[] body;

    /** Where each of them stands in the program. */
    private final int[] slots;

    private boolean grouped;

    @Child
    @Nullable
    TestNode test;

    final Edge taken;
    final Edge fall;
    /** Registers that nothing reads from here on: bit n is register n. */
    final int dead;
    /** The slot of the last instruction. */
    final int lastSlot;

    /**
     * Where a block goes.
     *
     * @param target see {@link Block}
     * @param cost what following it takes from the instruction budget
     */
    record Edge(int target, int cost) {
        /** Whether it closes a loop within the region: forward edges cost nothing. */
        boolean isBack() {
            return target >= 0 && cost > 0;
        }
    }

    Block(InstructionNode[] body, int[] slots, @Nullable TestNode test, Edge taken, Edge fall, int dead, int lastSlot) {
        this.body = body;
        this.slots = slots;
        this.test = test;
        this.taken = taken;
        this.fall = fall;
        this.dead = dead;
        this.lastSlot = lastSlot;
    }

    @ExplodeLoop
    void execute(VirtualFrame frame, Activation activation) {
        for (InstructionNode instruction : body) {
            instruction.execute(frame, activation);
        }
    }

    @ExplodeLoop
    void clearDead(VirtualFrame frame) {
        for (int register = 0; register < Frames.R10; register++) {
            if ((dead & 1 << register) != 0) {
                Frames.set(frame, register, 0);
            }
        }
    }

    /**
     * Puts the instructions of each line into a {@link StatementNode}. The last one may be a jump, which has no node;
     * it gets a statement even so when it stands on a line of its own.
     */
    void groupByLine(LineTable lines) {
        if (grouped) {
            return;
        }
        grouped = true;
        List<InstructionNode> statements = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= body.length; i++) {
            if (i == body.length || !lines.sameLine(slots[i], slots[from])) {
                statements.add(new StatementNode(Arrays.copyOfRange(body, from, i), slots[from]));
                from = i;
            }
        }
        if (body.length == 0 || !lines.sameLine(lastSlot, slots[body.length - 1])) {
            statements.add(new StatementNode(new InstructionNode[0], lastSlot));
        }
        body = insert(statements.toArray(InstructionNode[]::new));
    }
}
