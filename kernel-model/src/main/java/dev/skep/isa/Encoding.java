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
import java.util.ArrayList;
import java.util.List;

/**
 * One row of the encoding table: the opcode of an instruction form, and what its four other fields hold. {@link #ALL}
 * is the instruction set; decoder and encoder both walk it.
 *
 * @param form the instruction with zeros for all operands
 */
record Encoding(int opcode, Field dst, Field src, Field offset, Field immediate, Instruction form) {

    /** What a field of the encoding holds. */
    sealed interface Field {
        /** An operand of the instruction. */
        record Operand() implements Field {}

        /** This value and no other. */
        record Fixed(int value) implements Field {}

        /** Written as 0, and not looked at, as the kernel does. */
        record Ignored() implements Field {}

        default boolean admits(int found) {
            return !(this instanceof Fixed(int value)) || value == found;
        }

        default int fill(int operand) {
            return switch (this) {
                case Operand() -> operand;
                case Fixed(int value) -> value;
                case Ignored() -> 0;
            };
        }
    }

    private static final Field OPERAND = new Field.Operand();
    private static final Field ZERO = new Field.Fixed(0);

    private static final Register R0 = Register.R0;
    private static final Immediate NUMBER = new Immediate(0);

    private static final int LD = InstructionClass.LD.code();
    private static final int LDX = InstructionClass.LDX.code();
    private static final int ST = InstructionClass.ST.code();
    private static final int STX = InstructionClass.STX.code();
    private static final int ALU = InstructionClass.ALU.code();
    private static final int JMP = InstructionClass.JMP.code();
    private static final int JMP32 = InstructionClass.JMP32.code();
    private static final int ALU64 = InstructionClass.ALU64.code();

    /** Set when the second operand of an arithmetic operation or of a branch is a register. */
    private static final int REGISTER_SOURCE = 0x08;

    // Modes of loads and stores.
    private static final int MEM = 0x60;
    private static final int MEM_SIGN_EXTENDED = 0x80;
    private static final int ATOMIC = 0xc0;

    static final List<Encoding> ALL = all();

    boolean admits(RawInstruction raw) {
        return opcode == raw.opcode()
                && dst.admits(raw.dst())
                && src.admits(raw.src())
                && offset.admits(raw.offset())
                && immediate.admits(raw.immediate());
    }

    /** The slot of an instruction of this form, given its operands. */
    RawInstruction fill(RawInstruction operands) {
        return new RawInstruction(
                opcode,
                dst.fill(operands.dst()),
                src.fill(operands.src()),
                offset.fill(operands.offset()),
                immediate.fill(operands.immediate()));
    }

    private static List<Encoding> all() {
        List<Encoding> rows = new ArrayList<>();
        arithmetic(rows);
        moves(rows);
        memory(rows);
        atomics(rows);
        jumps(rows);
        constants(rows);
        return List.copyOf(rows);
    }

    private static void arithmetic(List<Encoding> rows) {
        for (Width width : Width.values()) {
            int kind = width == Width.W64 ? ALU64 : ALU;
            for (AluOperator operator : AluOperator.values()) {
                int opcode = operator.code() | kind;
                Field offset = new Field.Fixed(operator.offset());
                rows.add(new Encoding(opcode, OPERAND, ZERO, offset, OPERAND, new Alu(width, operator, R0, NUMBER)));
                rows.add(new Encoding(
                        opcode | REGISTER_SOURCE, OPERAND, OPERAND, offset, ZERO, new Alu(width, operator, R0, R0)));
            }
            rows.add(new Encoding(0x80 | kind, OPERAND, ZERO, ZERO, ZERO, new Negate(width, R0)));
        }
        for (ByteSwap swap : ByteSwap.values()) {
            for (int bits = 16; bits <= 64; bits *= 2) {
                Field size = new Field.Fixed(bits);
                rows.add(new Encoding(swap.opcode(), OPERAND, ZERO, ZERO, size, new SwapBytes(swap, bits, R0)));
            }
        }
    }

    private static void moves(List<Encoding> rows) {
        for (Width width : Width.values()) {
            int opcode = 0xb0 | (width == Width.W64 ? ALU64 : ALU);
            rows.add(new Encoding(opcode, OPERAND, ZERO, ZERO, OPERAND, new Move(width, R0, NUMBER)));
            rows.add(new Encoding(opcode | REGISTER_SOURCE, OPERAND, OPERAND, ZERO, ZERO, new Move(width, R0, R0)));
            for (int bits = 8; bits < width.bits(); bits *= 2) {
                Instruction form = new MoveSignExtended(width, bits, R0, R0);
                rows.add(new Encoding(opcode | REGISTER_SOURCE, OPERAND, OPERAND, new Field.Fixed(bits), ZERO, form));
            }
        }
        rows.add(new Encoding(0xbf, OPERAND, OPERAND, new Field.Fixed(1), OPERAND, new CastAddressSpace(R0, R0, 0)));
    }

    private static void memory(List<Encoding> rows) {
        for (MemorySize size : MemorySize.values()) {
            int code = size.code();
            rows.add(new Encoding(LDX | MEM | code, OPERAND, OPERAND, OPERAND, ZERO, new Load(size, R0, R0, 0)));
            rows.add(new Encoding(ST | MEM | code, OPERAND, ZERO, OPERAND, OPERAND, new Store(size, R0, 0, NUMBER)));
            rows.add(new Encoding(STX | MEM | code, OPERAND, OPERAND, OPERAND, ZERO, new Store(size, R0, 0, R0)));
            if (size == MemorySize.U64) {
                continue;
            }
            rows.add(new Encoding(
                    LDX | MEM_SIGN_EXTENDED | code,
                    OPERAND,
                    OPERAND,
                    OPERAND,
                    ZERO,
                    new LoadSignExtended(size, R0, R0, 0)));
            for (PacketAddressing addressing : PacketAddressing.values()) {
                Field src = addressing == PacketAddressing.ABSOLUTE ? ZERO : OPERAND;
                Instruction form = new LoadPacket(addressing, size, R0, 0);
                rows.add(new Encoding(LD | addressing.code() | code, ZERO, src, ZERO, OPERAND, form));
            }
        }
    }

    private static void atomics(List<Encoding> rows) {
        for (MemorySize size : MemorySize.values()) {
            int opcode = STX | ATOMIC | size.code();
            if (size.bytes() >= Integer.BYTES) {
                for (AtomicOperator operator : AtomicOperator.values()) {
                    Instruction form = new Atomic(operator, size, R0, 0, R0);
                    rows.add(new Encoding(opcode, OPERAND, OPERAND, OPERAND, new Field.Fixed(operator.code()), form));
                }
            }
            Field acquire = new Field.Fixed(0x100);
            rows.add(new Encoding(opcode, OPERAND, OPERAND, OPERAND, acquire, new LoadAcquire(size, R0, R0, 0)));
            Field release = new Field.Fixed(0x110);
            rows.add(new Encoding(opcode, OPERAND, OPERAND, OPERAND, release, new StoreRelease(size, R0, 0, R0)));
        }
    }

    private static void jumps(List<Encoding> rows) {
        rows.add(new Encoding(JMP, ZERO, ZERO, OPERAND, ZERO, new Jump(0)));
        rows.add(new Encoding(JMP32, ZERO, ZERO, ZERO, OPERAND, new LongJump(0)));
        for (Condition condition : Condition.values()) {
            for (Width width : Width.values()) {
                int opcode = condition.code() | (width == Width.W64 ? JMP : JMP32);
                Instruction form = new Branch(width, condition, R0, NUMBER, 0);
                rows.add(new Encoding(opcode, OPERAND, ZERO, OPERAND, OPERAND, form));
                form = new Branch(width, condition, R0, R0, 0);
                rows.add(new Encoding(opcode | REGISTER_SOURCE, OPERAND, OPERAND, OPERAND, ZERO, form));
            }
        }
        rows.add(new Encoding(0xe0 | JMP, ZERO, ZERO, OPERAND, ZERO, new MayGoto(0)));
        rows.add(new Encoding(0x80 | JMP, ZERO, ZERO, ZERO, OPERAND, new CallHelper(0)));
        rows.add(new Encoding(0x80 | JMP, ZERO, new Field.Fixed(1), ZERO, OPERAND, new CallSubprogram(0)));
        rows.add(new Encoding(0x80 | JMP, ZERO, new Field.Fixed(2), OPERAND, OPERAND, new CallKfunc(0, 0)));
        rows.add(new Encoding(0x80 | JMP | REGISTER_SOURCE, OPERAND, ZERO, ZERO, ZERO, new CallRegister(R0)));
        rows.add(new Encoding(0x90 | JMP, ZERO, ZERO, new Field.Ignored(), ZERO, new Exit()));
    }

    private static void constants(List<Encoding> rows) {
        int opcode = RawInstruction.LD_IMM64;
        rows.add(new Encoding(opcode, OPERAND, ZERO, ZERO, OPERAND, new LoadImmediate(R0, 0)));
        for (PseudoSource kind : PseudoSource.values()) {
            Field src = new Field.Fixed(kind.code());
            rows.add(new Encoding(opcode, OPERAND, src, ZERO, OPERAND, new LoadPseudo(R0, kind, 0, 0)));
        }
        rows.add(new Encoding(0, ZERO, ZERO, ZERO, OPERAND, new WideTail(0)));
    }
}
