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
 * A basic block: instructions in a row, then a branch that chooses between two edges, or nothing and the one edge
 * {@link #fall}.
 */
final class Block extends Node {
    @Children
    private InstructionNode[] body;

    /** Where each of them stands in the program. */
    private final int[] slots;

    private boolean grouped;

    @Child
    @Nullable
    BranchNode branch;

    final Edge taken;
    final Edge fall;
    /** Registers that nothing reads from here on: bit n is register n. */
    final int dead;
    /** The slot of the last instruction. */
    final int lastSlot;

    Block(
            InstructionNode[] body,
            int[] slots,
            @Nullable BranchNode branch,
            Edge taken,
            Edge fall,
            int dead,
            int lastSlot) {
        this.body = body;
        this.slots = slots;
        this.branch = branch;
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
