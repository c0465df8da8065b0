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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Slots to instructions, by the rows of {@link Encoding}. What fits no row becomes {@link Invalid}. */
final class InstructionDecoder {
    private static final Map<Integer, List<Encoding>> BY_OPCODE =
            Encoding.ALL.stream().collect(Collectors.groupingBy(Encoding::opcode));

    private static final Encoding[][] ROWS = rows();

    private InstructionDecoder() {}

    private static Encoding[][] rows() {
        Encoding[][] rows = new Encoding[0x100][];
        Arrays.setAll(rows, opcode -> BY_OPCODE.getOrDefault(opcode, List.of()).toArray(Encoding[]::new));
        return rows;
    }

    /** Whether some instruction has this opcode. */
    static boolean isOpcode(int opcode) {
        return ROWS[opcode].length != 0;
    }

    static Instruction[] decode(long[] slots) {
        Instruction[] result = new Instruction[slots.length];
        for (int slot = 0; slot < slots.length; slot++) {
            RawInstruction raw = RawInstruction.of(slots[slot]);
            if (raw.opcode() != RawInstruction.LD_IMM64) {
                result[slot] = single(raw);
                continue;
            }
            RawInstruction next = slot + 1 < slots.length ? RawInstruction.of(slots[slot + 1]) : null;
            if (next == null || next.toLong() != new RawInstruction(0, 0, 0, 0, next.immediate()).toLong()) {
                result[slot] = new Invalid(raw.toLong());
                continue;
            }
            result[slot] = wide(raw, next.immediate());
            result[++slot] = new WideTail(next.immediate());
        }
        return result;
    }

    private static Instruction single(RawInstruction raw) {
        // A slot with opcode 0 means something only behind a two-slot load.
        return raw.opcode() == 0 ? new Invalid(raw.toLong()) : wide(raw, 0);
    }

    private static Instruction wide(RawInstruction raw, int nextImmediate) {
        for (Encoding row : ROWS[raw.opcode()]) {
            if (row.admits(raw)) {
                return bind(row.form(), raw, nextImmediate);
            }
        }
        return new Invalid(raw.toLong());
    }

    /** The form with the operands that these fields hold. */
    static Instruction bind(Instruction form, RawInstruction raw, int nextImmediate) {
        Register dst = Register.of(raw.dst());
        Register src = Register.of(raw.src());
        int offset = raw.offset();
        int immediate = raw.immediate();
        return switch (form) {
            case Alu alu -> new Alu(alu.width(), alu.operator(), dst, operand(alu.source(), raw));
            case Negate negate -> new Negate(negate.width(), dst);
            case Move move -> new Move(move.width(), dst, operand(move.source(), raw));
            case MoveSignExtended move -> new MoveSignExtended(move.width(), move.bits(), dst, src);
            case SwapBytes swap -> new SwapBytes(swap.kind(), swap.bits(), dst);
            case CastAddressSpace cast -> new CastAddressSpace(dst, src, immediate);
            case LoadImmediate load -> new LoadImmediate(dst, (long) nextImmediate << 32 | (immediate & 0xffffffffL));
            case LoadPseudo load -> new LoadPseudo(dst, load.kind(), immediate, nextImmediate);
            case WideTail tail -> new WideTail(immediate);
            case Load load -> new Load(load.size(), dst, src, offset);
            case LoadSignExtended load -> new LoadSignExtended(load.size(), dst, src, offset);
            case Store store -> new Store(store.size(), dst, offset, operand(store.source(), raw));
            case Atomic atomic -> new Atomic(atomic.operator(), atomic.size(), dst, offset, src);
            case LoadAcquire load -> new LoadAcquire(load.size(), dst, src, offset);
            case StoreRelease store -> new StoreRelease(store.size(), dst, offset, src);
            case LoadPacket load -> new LoadPacket(load.addressing(), load.size(), src, immediate);
            case Jump jump -> new Jump(offset);
            case LongJump jump -> new LongJump(immediate);
            case Branch branch ->
                new Branch(branch.width(), branch.condition(), dst, operand(branch.source(), raw), offset);
            case MayGoto jump -> new MayGoto(offset);
            case CallHelper call -> new CallHelper(immediate);
            case CallSubprogram call -> new CallSubprogram(immediate);
            case CallKfunc call -> new CallKfunc(immediate, offset);
            case CallRegister call -> new CallRegister(dst);
            case Exit exit -> exit;
            case Invalid invalid -> invalid;
        };
    }

    private static Operand operand(Operand form, RawInstruction raw) {
        return switch (form) {
            case Register register -> Register.of(raw.src());
            case Immediate immediate -> new Immediate(raw.immediate());
        };
    }
}
