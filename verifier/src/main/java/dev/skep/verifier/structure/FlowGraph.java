package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.RawInstruction;

/**
 * Which slots may come next after a slot, inside of its function: first the one behind it, then the one that it jumps
 * to. Calls go on behind themselves. {@code bpf_insn_successors()}.
 */
final class FlowGraph {
    private static final int NONE = -1;

    private final int[] next;
    private final int[] target;

    FlowGraph(Bytecode code) {
        next = new int[code.size()];
        target = new int[code.size()];
        for (int slot = 0; slot < code.size(); slot++) {
            RawInstruction raw = code.raw(slot);
            boolean jump = Slots.isJump(raw) && raw.operation() != Slots.OPERATION_CALL;
            boolean ends = jump && (raw.operation() == Slots.OPERATION_EXIT || raw.operation() == Slots.OPERATION_JA);
            boolean leads = jump && raw.operation() != Slots.OPERATION_EXIT;
            next[slot] = ends ? NONE : slot + Slots.width(raw);
            target[slot] = leads ? Slots.target(slot, raw) : NONE;
        }
    }

    int size() {
        return next.length;
    }

    /** How many slots may come next: 0 to 2. */
    int count(int slot) {
        return (next[slot] == NONE ? 0 : 1) + (target[slot] == NONE ? 0 : 1);
    }

    /** One of the slots that may come next. */
    int successor(int slot, int index) {
        return index == 0 && next[slot] != NONE ? next[slot] : target[slot];
    }

    int[] successors(int slot) {
        int[] result = new int[count(slot)];
        for (int index = 0; index < result.length; index++) {
            result[index] = successor(slot, index);
        }
        return result;
    }
}
