package dev.skep.verifier.structure;

import dev.skep.isa.InstructionClass;
import dev.skep.isa.RawInstruction;

/**
 * What the kernel takes a slot for by its opcode and its source field, before it looks at the fields that have to be 0:
 * the {@code bpf_is_ldimm64()}, {@code bpf_pseudo_call()} and their like.
 */
final class Slots {
    static final int CALL = 0x85;
    static final int EXIT = 0x95;
    static final int JA = 0x05;
    static final int JA_LONG = 0x06;

    static final int OPERATION_JA = 0x00;
    static final int OPERATION_CALL = 0x80;
    static final int OPERATION_EXIT = 0x90;

    private static final int MAY_GOTO = 0xe5;
    private static final int MODE_ABSOLUTE = 0x20;
    private static final int MODE_INDIRECT = 0x40;
    private static final int SOURCE_SUBPROGRAM = 1;
    private static final int SOURCE_KFUNC = 2;
    private static final int SOURCE_FUNCTION = 4;

    private Slots() {}

    static boolean isWide(RawInstruction raw) {
        return raw.opcode() == RawInstruction.LD_IMM64;
    }

    /** How far the next instruction is. */
    static int width(RawInstruction raw) {
        return isWide(raw) ? 2 : 1;
    }

    /** A jump, call or exit of either class. */
    static boolean isJump(RawInstruction raw) {
        InstructionClass kind = raw.instructionClass();
        return kind == InstructionClass.JMP || kind == InstructionClass.JMP32;
    }

    static boolean isMayGoto(RawInstruction raw) {
        return raw.opcode() == MAY_GOTO && raw.src() == 0;
    }

    static boolean isHelperCall(RawInstruction raw) {
        return raw.opcode() == CALL && raw.src() == 0;
    }

    static boolean isSubprogramCall(RawInstruction raw) {
        return raw.opcode() == CALL && raw.src() == SOURCE_SUBPROGRAM;
    }

    static boolean isKfuncCall(RawInstruction raw) {
        return raw.opcode() == CALL && raw.src() == SOURCE_KFUNC;
    }

    /** A load of the address of a function of the program. */
    static boolean isFunctionAddress(RawInstruction raw) {
        return isWide(raw) && raw.src() == SOURCE_FUNCTION;
    }

    /** Whether the immediate leads to a function of the program. */
    static boolean namesSubprogram(RawInstruction raw) {
        return isSubprogramCall(raw) || isFunctionAddress(raw);
    }

    static boolean isPacketLoad(RawInstruction raw) {
        return raw.instructionClass() == InstructionClass.LD
                && (raw.mode() == MODE_ABSOLUTE || raw.mode() == MODE_INDIRECT);
    }

    /** Where a jump that is neither call nor exit leads. */
    static int target(int slot, RawInstruction raw) {
        return slot + 1 + (raw.opcode() == JA_LONG ? raw.immediate() : raw.offset());
    }

    /** The first slot of the function that is called or whose address is loaded. */
    static int callee(int slot, RawInstruction raw) {
        return slot + 1 + raw.immediate();
    }
}
