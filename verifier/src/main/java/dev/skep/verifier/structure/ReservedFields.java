package dev.skep.verifier.structure;

import dev.skep.isa.RawInstruction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What has to be 0 in an instruction, and is not. The kernel finds it only when a path comes to the instruction, for
 * branches after it looked at their first operand; so this is for the explorer to ask. The error is always
 * {@code EINVAL}.
 */
public final class ReservedFields {
    private static final int OPERATION_DIVIDE = 0x30;
    private static final int OPERATION_NEGATE = 0x80;
    private static final int OPERATION_MODULO = 0x90;
    private static final int OPERATION_MOVE = 0xb0;
    private static final int OPERATION_END = 0xd0;
    private static final int OPERATION_MAY_GOTO = 0xe0;
    private static final int MODE_ATOMIC = 0xc0;
    private static final int LOAD_ACQUIRE = 0x100;
    private static final int STORE_RELEASE = 0x110;
    private static final int SIZE_BYTE = 0x10;
    private static final int SIZE_HALF = 0x08;
    private static final int LARGEST_CALL_SOURCE = 2;
    private static final int KFUNC_CALL_SOURCE = 2;

    private static final String CAST = "addr_space_cast insn can only convert between address space 1 and 0";

    private ReservedFields() {}

    /**
     * What the kernel says against an instruction with an opcode that exists, without the line end; null when there is
     * nothing to say.
     */
    public static @Nullable String complaint(RawInstruction raw) {
        return switch (raw.instructionClass()) {
            case LD -> load(raw);
            case LDX -> raw.immediate() == 0 ? null : "BPF_LDX uses reserved fields";
            case ST -> raw.src() == 0 ? null : "BPF_ST uses reserved fields";
            case STX -> store(raw);
            case ALU -> arithmetic(raw, 16);
            case ALU64 -> arithmetic(raw, 32);
            case JMP, JMP32 -> jump(raw);
        };
    }

    private static @Nullable String load(RawInstruction raw) {
        if (Slots.isWide(raw)) {
            return raw.offset() == 0 ? null : "BPF_LD_IMM64 uses reserved fields";
        }
        boolean absolute = raw.mode() == 0x20;
        return raw.dst() == 0 && raw.offset() == 0 && !(absolute && raw.src() != 0)
                ? null
                : "BPF_LD_[ABS|IND] uses reserved fields";
    }

    private static @Nullable String store(RawInstruction raw) {
        if (raw.mode() != MODE_ATOMIC) {
            return raw.immediate() == 0 ? null : "BPF_STX uses reserved fields";
        }
        return switch (raw.immediate()) {
            case LOAD_ACQUIRE, STORE_RELEASE -> null;
            case 0x00, 0x40, 0x50, 0xa0, 0x01, 0x41, 0x51, 0xa1, 0xe1, 0xf1 ->
                raw.size() == SIZE_BYTE || raw.size() == SIZE_HALF ? "invalid atomic operand size" : null;
            default -> String.format(Locale.ROOT, "BPF_ATOMIC uses invalid atomic opcode %02x", raw.immediate());
        };
    }

    private static @Nullable String arithmetic(RawInstruction raw, int widestExtension) {
        return switch (raw.operation()) {
            case OPERATION_NEGATE ->
                raw.src() == 0 && raw.offset() == 0 && raw.immediate() == 0 ? null : "BPF_NEG uses reserved fields";
            case OPERATION_END -> {
                int bits = raw.immediate();
                boolean sized = bits == 16 || bits == 32 || bits == 64;
                yield raw.src() == 0 && raw.offset() == 0 && sized ? null : "BPF_END uses reserved fields";
            }
            case OPERATION_MOVE -> move(raw, widestExtension);
            default -> {
                boolean divides = raw.operation() == OPERATION_DIVIDE || raw.operation() == OPERATION_MODULO;
                boolean offset = raw.offset() == 0 || (raw.offset() == 1 && divides);
                yield offset && isUnusedSourceZero(raw) ? null : "BPF_ALU uses reserved fields";
            }
        };
    }

    private static @Nullable String move(RawInstruction raw, int widestExtension) {
        int offset = raw.offset();
        if (!raw.hasRegisterSource()) {
            return raw.src() == 0 && offset == 0 ? null : "BPF_MOV uses reserved fields";
        }
        if (offset == 1 && widestExtension == 32) {
            return raw.immediate() == 1 || raw.immediate() == 1 << 16 ? null : CAST;
        }
        boolean extends8To32 = offset == 8 || offset == 16 || (offset == 32 && widestExtension == 32);
        return (offset == 0 || extends8To32) && raw.immediate() == 0 ? null : "BPF_MOV uses reserved fields";
    }

    private static @Nullable String jump(RawInstruction raw) {
        return switch (raw.operation()) {
            case Slots.OPERATION_CALL -> {
                boolean offset = raw.offset() == 0 || raw.src() == KFUNC_CALL_SOURCE;
                yield offset && raw.src() <= LARGEST_CALL_SOURCE && raw.dst() == 0
                        ? null
                        : "BPF_CALL uses reserved fields";
            }
            case Slots.OPERATION_JA -> {
                int unused = raw.opcode() == Slots.JA_LONG ? raw.offset() : raw.immediate();
                yield raw.src() == 0 && raw.dst() == 0 && unused == 0 ? null : "BPF_JA uses reserved fields";
            }
            case Slots.OPERATION_EXIT ->
                raw.immediate() == 0 && raw.src() == 0 && raw.dst() == 0 ? null : "BPF_EXIT uses reserved fields";
            case OPERATION_MAY_GOTO ->
                raw.src() == 0 && raw.dst() == 0 && raw.immediate() == 0
                        ? null
                        : "invalid may_goto imm " + raw.immediate();
            default -> isUnusedSourceZero(raw) ? null : "BPF_JMP/JMP32 uses reserved fields";
        };
    }

    /** Of the source register and the immediate, the one that is not the second operand. */
    private static boolean isUnusedSourceZero(RawInstruction raw) {
        return raw.hasRegisterSource() ? raw.immediate() == 0 : raw.src() == 0;
    }
}
