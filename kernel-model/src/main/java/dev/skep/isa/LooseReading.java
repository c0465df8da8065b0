package dev.skep.isa;

import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.SwapBytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel's disassembler takes a slot for that the decoder refuses. It looks at fewer fields than the verifier,
 * which writes the instruction into its log first and rejects it after: {@code (bf) r1 = r0}, then {@code BPF_MOV uses
 * reserved fields}.
 *
 * <p>What comes out may be no instruction at all ({@code r0 = be17 r0}); it is good for printing only.
 */
final class LooseReading {

    private LooseReading() {}

    /**
     * The instruction that is meant.
     *
     * @param nextImmediate the immediate of the slot that follows
     * @return null when there is none; then see {@link #oddity}
     */
    static @Nullable Instruction of(RawInstruction raw, int nextImmediate) {
        List<Encoding> rows = Encoding.ALL.stream()
                .filter(row -> row.opcode() == raw.opcode())
                .toList();
        if (rows.isEmpty()) {
            return null;
        }
        return switch (rows.getFirst().form()) {
            case Alu alu -> divisionOrNot(rows, raw);
            case Move move when raw.opcode() == 0xbf && raw.offset() == -1 -> null;
            case Move(Width width, Register dst, Register src) -> registerMove(width, raw);
            case SwapBytes swap -> new SwapBytes(swap.kind(), raw.immediate(), Register.of(raw.dst()));
            case Atomic atomic -> atomic(rows, raw);
            case Instruction.LoadAcquire load -> atomic(rows, raw);
            case LoadImmediate load -> constant(rows, raw, nextImmediate);
            case CallHelper call -> call(raw);
            case Instruction.MayGoto jump when raw.src() != 0 -> null;
            case Instruction form -> InstructionDecoder.bind(form, raw, nextImmediate);
        };
    }

    private static Instruction constant(List<Encoding> rows, RawInstruction raw, int nextImmediate) {
        Encoding row = rows.stream()
                .filter(candidate -> candidate.src().admits(raw.src()))
                .findFirst()
                .orElse(rows.getFirst());
        return InstructionDecoder.bind(row.form(), raw, nextImmediate);
    }

    private static Instruction divisionOrNot(List<Encoding> rows, RawInstruction raw) {
        Encoding row = rows.stream()
                .filter(candidate -> candidate.offset().admits(raw.offset()))
                .findFirst()
                .orElse(rows.getFirst());
        return InstructionDecoder.bind(row.form(), raw, 0);
    }

    private static Instruction registerMove(Width width, RawInstruction raw) {
        Register dst = Register.of(raw.dst());
        Register src = Register.of(raw.src());
        return switch (raw.offset()) {
            case 8, 16, 32 -> new MoveSignExtended(width, raw.offset(), dst, src);
            case 1 -> width == Width.W64 ? new CastAddressSpace(dst, src, raw.immediate()) : new Move(width, dst, src);
            default -> new Move(width, dst, src);
        };
    }

    /** Also one of 1 or 2 bytes, which no machine has, if its operation is one. */
    private static @Nullable Instruction atomic(List<Encoding> rows, RawInstruction raw) {
        RawInstruction wide = new RawInstruction(0xdb, raw.dst(), raw.src(), raw.offset(), raw.immediate());
        Optional<Encoding> operation =
                Encoding.ALL.stream().filter(row -> row.admits(wide)).findFirst();
        if (operation.isEmpty()) {
            return null;
        }
        MemorySize size = switch (rows.getFirst().form()) {
            case Atomic atomic -> atomic.size();
            case Instruction.LoadAcquire load -> load.size();
            case Instruction other -> throw new IllegalStateException(other + " is not atomic");
        };
        return InstructionDecoder.bind(operation.get().form(), wide, 0) instanceof Atomic found
                ? new Atomic(found.operator(), size, found.base(), found.offset(), found.src())
                : null;
    }

    private static @Nullable Instruction call(RawInstruction raw) {
        return switch (raw.src()) {
            case 0 -> new CallHelper(raw.immediate());
            case 1 -> new CallSubprogram(raw.immediate());
            case 2 -> new CallKfunc(raw.immediate(), raw.offset());
            default -> null;
        };
    }

    /** The line for what is meant as no instruction, whole, with or without its opcode in front. */
    static String oddity(RawInstruction raw) {
        HexFormat hex = HexFormat.of();
        String opcode = hex.toHexDigits((byte) raw.opcode());
        Register dst = Register.of(raw.dst());
        Register src = Register.of(raw.src());
        return switch (raw.opcode()) {
            case 0xbf -> "(" + opcode + ") " + dst + " = &(void __percpu *)(" + src + ")";
            case 0xe5 ->
                "(" + opcode + ") if " + dst + " (null) 0x" + Integer.toHexString(raw.immediate()) + " goto pc"
                        + Disassembler.signed(raw.offset());
            case 0x85 -> "(" + opcode + ") call unknown#" + raw.immediate();
            default ->
                switch (raw.instructionClass()) {
                    case LD -> "BUG_ld_" + opcode;
                    case LDX -> "BUG_ldx_" + opcode;
                    case ST -> "BUG_st_" + opcode;
                    case STX, ALU, JMP, JMP32, ALU64 -> "BUG_" + opcode;
                };
        };
    }
}
