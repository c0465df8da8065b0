package dev.skep.link.core;

import dev.skep.isa.RawInstruction;

/** Puts a decision into an instruction. Counterpart: {@code bpf_core_patch_insn}. */
final class InstructionPatch {
    /** A call of a helper that no kernel has: {@code 0xbad2310}, "bad relo". */
    static final int POISON = 195896080;

    private static final int CALL = 0x85;
    private static final int CLASS = 0x07;
    private static final int SOURCE_REGISTER = 0x08;
    private static final int SIZE = 0x18;
    private static final int LD = 0;
    private static final int LDX = 1;
    private static final int ST = 2;
    private static final int STX = 3;
    private static final int ALU = 4;
    private static final int ALU64 = 7;

    private final long[] code;
    private final int slot;
    private final RawInstruction raw;
    private final Decision decision;

    private InstructionPatch(long[] code, int slot, Decision decision) {
        this.code = code;
        this.slot = slot;
        this.raw = RawInstruction.of(code[slot]);
        this.decision = decision;
    }

    /** @throws UnresolvableException if the instruction is none that can be relocated, or holds another value */
    static void apply(long[] code, int slot, Decision decision) {
        if (slot < 0 || slot >= code.length) {
            throw new UnresolvableException("instruction " + slot, "one of the function's " + code.length);
        }
        new InstructionPatch(code, slot, decision).apply();
    }

    private void apply() {
        switch (raw.opcode() & CLASS) {
            case ALU, ALU64 -> arithmetic();
            case LDX, ST, STX -> memory();
            case LD -> wide();
            default -> throw unrecognized();
        }
    }

    private void arithmetic() {
        if ((raw.opcode() & SOURCE_REGISTER) != 0) {
            throw unrecognized();
        }
        if (decision.poison()) {
            poison(1);
            return;
        }
        validate(raw.immediate());
        code[slot] = withImmediate(code[slot], (int) decision.value());
    }

    private void memory() {
        if (decision.poison()) {
            poison(1);
            return;
        }
        validate(raw.offset());
        if (Long.compareUnsigned(decision.value(), Short.MAX_VALUE) > 0) {
            throw new UnresolvableException(
                    "offset " + Long.toUnsignedString(decision.value()), "at most " + Short.MAX_VALUE);
        }
        if (!decision.widths().adjustable()) {
            poison(1);
            return;
        }
        code[slot] = new RawInstruction(opcodeOfWidth(), raw.dst(), raw.src(), (int) decision.value(), raw.immediate())
                .toLong();
    }

    private int opcodeOfWidth() {
        int original = decision.widths().original();
        int target = decision.widths().target();
        if (original == target) {
            return raw.opcode();
        }
        int bytes = bytes(raw.opcode());
        if (bytes != original) {
            throw new UnresolvableException("an access of " + bytes + " bytes", original + ", the size of the field");
        }
        return (raw.opcode() & ~SIZE) | size(target);
    }

    private static int bytes(int opcode) {
        return switch (opcode & SIZE) {
            case 0x00 -> 4;
            case 0x08 -> 2;
            case 0x10 -> 1;
            default -> 8;
        };
    }

    private static int size(int bytes) {
        return switch (bytes) {
            case 8 -> 0x18;
            case 4 -> 0x00;
            case 2 -> 0x08;
            case 1 -> 0x10;
            default -> throw new UnresolvableException("a field of " + bytes + " bytes", "1, 2, 4 or 8");
        };
    }

    private void wide() {
        if (slot + 1 >= code.length) {
            throw new UnresolvableException("half of a load of 64 bits", "its second half behind it");
        }
        RawInstruction second = RawInstruction.of(code[slot + 1]);
        boolean plain = raw.opcode() == RawInstruction.LD_IMM64
                && raw.src() == 0
                && raw.offset() == 0
                && second.opcode() == 0
                && second.dst() == 0
                && second.src() == 0
                && second.offset() == 0;
        if (!plain) {
            throw unrecognized();
        }
        if (decision.poison()) {
            poison(2);
            return;
        }
        validate(Integer.toUnsignedLong(raw.immediate()) | (long) second.immediate() << 32);
        code[slot] = withImmediate(code[slot], (int) decision.value());
        code[slot + 1] = withImmediate(code[slot + 1], (int) (decision.value() >>> 32));
    }

    private void validate(long found) {
        if (decision.validate() && found != decision.original()) {
            throw new UnresolvableException(
                    "an instruction that holds " + found, decision.original() + ", as the object's own types say");
        }
    }

    private void poison(int slots) {
        for (int i = 0; i < slots; i++) {
            code[slot + i] = new RawInstruction(CALL, 0, 0, 0, POISON).toLong();
        }
    }

    private static long withImmediate(long slot, int immediate) {
        return (slot & 0xffff_ffffL) | Integer.toUnsignedLong(immediate) << 32;
    }

    private UnresolvableException unrecognized() {
        return new UnresolvableException(
                "opcode 0x" + Integer.toHexString(raw.opcode()),
                "arithmetic with a constant, a load, a store, or a load of 64 bits");
    }
}
