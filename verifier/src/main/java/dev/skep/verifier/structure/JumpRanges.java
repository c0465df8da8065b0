package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Errno;

/** Jumps stay inside of their function, and nothing runs out of its end. {@code check_subprogs()}. */
final class JumpRanges {
    private static final int TAIL_CALL = 12;

    private JumpRanges() {}

    static void check(Bytecode code, Subprograms subprograms, StructureLog log) {
        for (int number = 0; number < subprograms.count(); number++) {
            for (int slot = subprograms.start(number); slot < subprograms.end(number); slot++) {
                checkSlot(code, subprograms, number, slot, log);
            }
        }
    }

    private static void checkSlot(Bytecode code, Subprograms subprograms, int number, int slot, StructureLog log) {
        RawInstruction raw = code.raw(slot);
        if (Slots.isHelperCall(raw) && raw.immediate() == TAIL_CALL) {
            subprograms.mark(slot, SubprogramTrait.TAIL_CALL);
        }
        if (Slots.isPacketLoad(raw)) {
            subprograms.mark(slot, SubprogramTrait.PACKET_LOAD);
        }
        boolean leads =
                Slots.isJump(raw) && raw.operation() != Slots.OPERATION_EXIT && raw.operation() != Slots.OPERATION_CALL;
        int target = Slots.target(slot, raw);
        if (leads && (target < subprograms.start(number) || target >= subprograms.end(number))) {
            throw log.rejected(Errno.EINVAL, "jump out of range from insn " + slot + " to " + target + "\n");
        }
        int opcode = raw.opcode();
        boolean ends = opcode == Slots.EXIT || opcode == Slots.JA || opcode == Slots.JA_LONG;
        if (slot == subprograms.end(number) - 1 && !ends) {
            throw log.rejected(Errno.EINVAL, "last insn is not an exit or jmp\n");
        }
    }
}
