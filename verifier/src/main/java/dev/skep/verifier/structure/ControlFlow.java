package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import java.util.Set;

/**
 * Walks the program depth first, along jumps and into the functions that it calls: everything must be reached, nothing
 * may lead into the middle of a two-slot load, and unprivileged programs may not loop. On the way it marks where the
 * explorer has to stop and look. {@code check_cfg()}.
 *
 * <p>A slot is visited again each time that the walk comes back from one of its successors, so its state says which
 * edges were taken: 0 unseen, then discovered, then with its first or its second edge labelled, then explored.
 */
final class ControlFlow {
    private static final int DISCOVERED = 0x10;
    private static final int EXPLORED = 0x20;
    private static final int FALL_THROUGH = 1;
    private static final int BRANCH = 2;

    private final StructureInput input;
    private final Bytecode code;
    private final Subprograms subprograms;
    private final StructureLog log;
    private final byte[] marks;
    private final byte[] states;
    private final int[] stack;
    private int depth;

    ControlFlow(StructureInput input, Subprograms subprograms, StructureLog log) {
        this.input = input;
        this.code = input.code();
        this.subprograms = subprograms;
        this.log = log;
        this.marks = new byte[code.size()];
        this.states = new byte[code.size()];
        this.stack = new int[code.size()];
    }

    /** The marks of all slots. */
    byte[] walk() {
        walkFrom(0);
        for (int number = 0; number < subprograms.count(); number++) {
            // Nobody calls it, the kernel does.
            if (subprograms.has(number, SubprogramTrait.EXCEPTION_CALLBACK)
                    && states[subprograms.start(number)] != EXPLORED) {
                walkFrom(subprograms.start(number));
            }
        }
        for (int slot = 0; slot < code.size(); slot += Slots.width(code.raw(slot))) {
            if (states[slot] != EXPLORED) {
                throw log.rejected(Errno.EINVAL, "unreachable insn " + slot + "\n");
            }
            if (Slots.isWide(code.raw(slot)) && states[slot + 1] != 0) {
                throw log.rejected(Errno.EINVAL, "jump into the middle of ldimm64 insn " + slot + "\n");
            }
        }
        return marks;
    }

    private void walkFrom(int start) {
        states[start] = DISCOVERED;
        stack[0] = start;
        depth = 1;
        while (depth > 0) {
            int slot = stack[depth - 1];
            if (!descends(slot)) {
                states[slot] = EXPLORED;
                depth--;
            }
        }
    }

    /** Goes to the next successor that was not seen yet; false when there is none left. */
    private boolean descends(int slot) {
        RawInstruction raw = code.raw(slot);
        if (Slots.isFunctionAddress(raw)) {
            return descendsIntoCall(slot, raw);
        }
        if (!Slots.isJump(raw)) {
            return follows(slot, slot + Slots.width(raw), FALL_THROUGH);
        }
        return switch (raw.operation()) {
            case Slots.OPERATION_EXIT -> false;
            case Slots.OPERATION_CALL -> {
                markCall(slot, raw);
                yield descendsIntoCall(slot, raw);
            }
            case Slots.OPERATION_JA -> descendsIntoJump(slot, raw);
            default -> descendsIntoBranch(slot, raw);
        };
    }

    private boolean descendsIntoJump(int slot, RawInstruction raw) {
        int target = Slots.target(slot, raw);
        if (follows(slot, target, FALL_THROUGH)) {
            return true;
        }
        mark(target, SlotMark.PRUNE_POINT);
        mark(target, SlotMark.JUMP_POINT);
        return false;
    }

    private boolean descendsIntoBranch(int slot, RawInstruction raw) {
        mark(slot, SlotMark.PRUNE_POINT);
        if (Slots.isMayGoto(raw)) {
            mark(slot, SlotMark.FORCE_CHECKPOINT);
        }
        return follows(slot, slot + 1, FALL_THROUGH) || follows(slot, slot + 1 + raw.offset(), BRANCH);
    }

    private boolean descendsIntoCall(int slot, RawInstruction raw) {
        int next = slot + Slots.width(raw);
        if (follows(slot, next, FALL_THROUGH)) {
            return true;
        }
        mark(next, SlotMark.PRUNE_POINT);
        // Coming back from a function is a jump.
        mark(next, SlotMark.JUMP_POINT);
        if (!Slots.namesSubprogram(raw)) {
            return false;
        }
        mark(slot, SlotMark.PRUNE_POINT);
        int callee = Slots.callee(slot, raw);
        inherit(slot, callee, SubprogramTrait.CHANGES_PACKET);
        inherit(slot, callee, SubprogramTrait.MIGHT_SLEEP);
        return follows(slot, callee, BRANCH);
    }

    private void inherit(int caller, int callee, SubprogramTrait trait) {
        if (subprograms.has(subprograms.containing(callee), trait)) {
            subprograms.mark(caller, trait);
        }
    }

    private void markCall(int slot, RawInstruction raw) {
        Set<CallEffect> effects = effects(raw);
        if (effects.contains(CallEffect.CALLS_BACK_LATER)) {
            mark(slot, SlotMark.PRUNE_POINT);
        }
        if (effects.contains(CallEffect.CALLS_BACK)) {
            // How often it calls back is not known: the explorer goes round until it finds a state that it has seen
            // here.
            mark(slot, SlotMark.CALLS_CALLBACK);
            mark(slot, SlotMark.FORCE_CHECKPOINT);
            mark(slot, SlotMark.PRUNE_POINT);
            mark(slot, SlotMark.JUMP_POINT);
        }
        if (effects.contains(CallEffect.STEPS_ITERATOR)) {
            mark(slot, SlotMark.PRUNE_POINT);
            mark(slot, SlotMark.FORCE_CHECKPOINT);
            mark(slot, SlotMark.STEPS_ITERATOR);
        }
        if (effects.contains(CallEffect.CHANGES_PACKET)) {
            subprograms.mark(slot, SubprogramTrait.CHANGES_PACKET);
        }
        if (effects.contains(CallEffect.MIGHT_SLEEP)) {
            subprograms.mark(slot, SubprogramTrait.MIGHT_SLEEP);
        }
    }

    private Set<CallEffect> effects(RawInstruction raw) {
        if (Slots.isHelperCall(raw)) {
            return input.calls().effectsOfHelper(raw.immediate());
        }
        if (!Slots.isKfuncCall(raw)) {
            return Set.of();
        }
        CallKfunc call = new CallKfunc(raw.immediate(), raw.offset());
        CallSummary kfunc = input.calls().kfunc(call);
        return kfunc == null ? input.calls().effectsOfKfunc(call) : kfunc.effects();
    }

    /** Labels an edge; true when it leads to a slot that was not seen yet, which the walk then visits. */
    private boolean follows(int from, int to, int edge) {
        if (states[from] >= (DISCOVERED | edge)) {
            return false;
        }
        if (to < 0 || to >= code.size()) {
            log.source(from, from + ": ");
            throw log.rejected(Errno.EINVAL, "jump out of range from insn " + from + " to " + to + "\n");
        }
        if (edge == BRANCH) {
            mark(to, SlotMark.PRUNE_POINT);
            mark(to, SlotMark.JUMP_POINT);
        }
        if (states[to] == 0) {
            states[from] = (byte) (DISCOVERED | edge);
            states[to] = DISCOVERED;
            stack[depth++] = to;
            return true;
        }
        if (states[to] == EXPLORED) {
            states[from] = (byte) (DISCOVERED | edge);
            return false;
        }
        if (!input.privilege().has(Capability.BPF)) {
            log.source(from, from + ": ");
            log.source(to, to + ": ");
            throw log.rejected(Errno.EINVAL, "back-edge from insn " + from + " to " + to + "\n");
        }
        return false;
    }

    private void mark(int slot, SlotMark mark) {
        marks[slot] |= mark.bit();
    }
}
