package dev.skep.isa;

import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Invalid;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Instruction.SwapBytes;
import dev.skep.isa.Instruction.WideTail;
import java.util.HexFormat;

/**
 * Instructions as the log of the kernel's verifier writes them: {@code (07) r2 += -8}, where the number in front is the
 * opcode. {@link Assembler} reads it back.
 *
 * <p>The kernel's {@code kernel/bpf/disasm.c}. What it does not know, {@code callx}, is written as LLVM does.
 */
public final class Disassembler {
    private static final HexFormat HEX = HexFormat.of();

    /** What the instructions themselves do not say. */
    public interface Names {
        /** The name of a helper, {@code bpf_map_lookup_elem}; {@code unknown} when there is none with this number. */
        default String helper(int id) {
            return "unknown";
        }

        /** The name of a kernel function. */
        default String kfunc(CallKfunc call) {
            return "kernel-function";
        }

        /** What a two-slot load loads. The verifier has an address here ({@code 0xffff888000001000}). */
        default String constant(LoadPseudo load) {
            int next = load.nextImmediate();
            return switch (load.kind()) {
                case MAP_FD -> "map[fd:" + load.immediate() + "]";
                case MAP_VALUE -> "map[fd:" + load.immediate() + "][0]+" + Integer.toUnsignedString(next);
                case MAP_IDX -> "map[idx:" + load.immediate() + "]";
                case MAP_IDX_VALUE -> "map[idx:" + load.immediate() + "][0]+" + Integer.toUnsignedString(next);
                case BTF_ID -> "btf[" + next + ":" + load.immediate() + "]";
                case FUNC -> "subprog[" + signed(load.immediate()) + "]";
            };
        }
    }

    /** Knows no names. */
    public static final Names NAMELESS = new Names() {};

    private final Names names;

    public Disassembler(Names names) {
        this.names = names;
    }

    /** The instruction at a slot, with its opcode: {@code (b7) r0 = 0}. */
    public String text(Bytecode code, int slot) {
        int opcode = code.raw(slot).opcode();
        return switch (code.at(slot)) {
            case Invalid invalid -> loose(code, slot);
            case WideTail tail -> "(00) " + HEX.toHexDigits(code.word(slot));
            case Instruction instruction -> prefixed(opcode, plain(instruction));
        };
    }

    /** All of the program, a line for an instruction: {@code 0: (b7) r0 = 0}. */
    public String listing(Bytecode code) {
        StringBuilder result = new StringBuilder();
        for (int slot = 0; slot < code.size(); slot += code.at(slot).slots()) {
            result.append(slot).append(": ").append(text(code, slot)).append('\n');
        }
        return result.toString();
    }

    /** What the kernel shows of a slot that it will then reject. */
    private String loose(Bytecode code, int slot) {
        RawInstruction raw = code.raw(slot);
        int nextImmediate = slot + 1 < code.size() ? code.raw(slot + 1).immediate() : 0;
        Instruction meant = LooseReading.of(raw, nextImmediate);
        return meant == null ? LooseReading.oddity(raw) : prefixed(raw.opcode(), plain(meant));
    }

    private static String prefixed(int opcode, String text) {
        return "(" + HEX.toHexDigits((byte) opcode) + ") " + text;
    }

    private String plain(Instruction instruction) {
        return switch (instruction) {
            case Alu(var width, var operator, var dst, var source) ->
                width.name(dst) + " " + operator.symbol() + " " + operand(width, source);
            case Negate(var width, var dst) -> width.name(dst) + " = -" + width.name(dst);
            case Move(var width, var dst, var source) -> width.name(dst) + " = " + operand(width, source);
            case MoveSignExtended(var width, var bits, var dst, var src) ->
                width.name(dst) + " = (s" + bits + ")" + width.name(src);
            case SwapBytes(var kind, var bits, var dst) -> dst + " = " + kind.symbol() + bits + " " + dst;
            case CastAddressSpace(var dst, var src, var spaces) ->
                dst + " = addr_space_cast(" + src + ", " + (spaces >>> 16) + ", " + (spaces & 0xffff) + ")";
            case LoadImmediate(var dst, var value) -> dst + " = 0x" + Long.toHexString(value);
            case LoadPseudo load -> load.dst() + " = " + names.constant(load);
            case WideTail(var immediate) -> "0x" + Integer.toHexString(immediate);
            case Load(var size, var dst, var base, var offset) ->
                dst + " = *" + memory(size.unsignedName(), base, offset);
            case LoadSignExtended(var size, var dst, var base, var offset) ->
                dst + " = *" + memory(size.signedName(), base, offset);
            case Store(var size, var base, var offset, var source) ->
                "*" + memory(size.unsignedName(), base, offset) + " = " + operand(Width.W64, source);
            case Atomic atomic -> atomic(atomic);
            case LoadAcquire(var size, var dst, var base, var offset) ->
                dst + " = load_acquire(" + memory(size.unsignedName(), base, offset) + ")";
            case StoreRelease(var size, var base, var offset, var src) ->
                "store_release(" + memory(size.unsignedName(), base, offset) + ", " + src + ")";
            case LoadPacket(var addressing, var size, var src, var immediate) ->
                "r0 = *(" + size.unsignedName() + " *)skb["
                        + (addressing == PacketAddressing.INDIRECT ? src + " + " : "") + immediate + "]";
            case Jump(var offset) -> "goto pc" + signed(offset);
            case LongJump(var offset) -> "gotol pc" + signed(offset);
            case Branch branch -> branch(branch);
            case MayGoto(var offset) -> "may_goto pc" + signed(offset);
            case CallHelper(var id) -> "call " + names.helper(id) + "#" + id;
            case CallSubprogram(var offset) -> "call pc" + signed(offset);
            case CallKfunc call -> "call " + names.kfunc(call) + "#" + call.btfId();
            case CallRegister(var target) -> "callx " + target;
            case Exit() -> "exit";
            case Invalid(var raw) -> "0x" + Long.toHexString(raw);
        };
    }

    private static String atomic(Atomic atomic) {
        String memory = memory(atomic.size().unsignedName(), atomic.base(), atomic.offset());
        AtomicOperator operator = atomic.operator();
        if (!operator.fetches()) {
            return "lock *" + memory + " " + operator.symbol() + " " + atomic.src();
        }
        String function = (atomic.size() == MemorySize.U64 ? "atomic64_" : "atomic_") + operator.functionName();
        return operator == AtomicOperator.CMPXCHG
                ? "r0 = " + function + "(" + memory + ", r0, " + atomic.src() + ")"
                : atomic.src() + " = " + function + "(" + memory + ", " + atomic.src() + ")";
    }

    private static String branch(Branch branch) {
        String right = switch (branch.source()) {
            case Register register -> branch.width().name(register);
            case Immediate(int value) -> "0x" + Integer.toHexString(value);
        };
        return "if " + branch.width().name(branch.dst()) + " "
                + branch.condition().symbol() + " " + right + " goto pc" + signed(branch.offset());
    }

    private static String operand(Width width, Operand operand) {
        return switch (operand) {
            case Register register -> width.name(register);
            case Immediate(int value) -> Integer.toString(value);
        };
    }

    private static String memory(String type, Register base, int offset) {
        return "(" + type + " *)(" + base + " " + signed(offset) + ")";
    }

    /** With a sign, also when positive. */
    static String signed(int value) {
        return value < 0 ? Integer.toString(value) : "+" + value;
    }
}
