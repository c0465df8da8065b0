package dev.skep.isa.classic;

import dev.skep.isa.AluOperator;
import dev.skep.isa.ByteSwap;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PacketAddressing;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates a classic filter into a socket filter program. The accumulator is r0, X is r7, the packet r6, as
 * {@code bpf_convert_filter()} has it; scratch memory lies on the stack.
 *
 * <p>Instructions become one to six others, so jumps are resolved when every length is known:
 *
 * <pre>
 *   ldh [12]              0: r6 = r1; w0 = 0; w7 = 0
 *   jeq #0x800, 0, 1      3: r0 = *(u16 *)skb[12]
 *   ret #65535            4: if w0 == 0x800 goto 6;  5: goto 8
 *   ret #0                6: w0 = 65535; exit;  8: w0 = 0; exit
 * </pre>
 */
public final class ClassicFilter {
    private static final Register A = Register.R0;
    private static final Register X = Register.R7;
    private static final Register PACKET = Register.R6;
    private static final Register KEPT = Register.R8;
    private static final Register STACK = Register.R10;

    // Offsets in struct __sk_buff.
    private static final int SKB_LEN = 0;
    private static final int SKB_PKT_TYPE = 4;
    private static final int SKB_MARK = 8;
    private static final int SKB_QUEUE_MAPPING = 12;
    private static final int SKB_PROTOCOL = 16;
    private static final int SKB_VLAN_PRESENT = 20;
    private static final int SKB_VLAN_TCI = 24;
    private static final int SKB_VLAN_PROTO = 28;
    private static final int SKB_IFINDEX = 40;
    private static final int SKB_HASH = 68;

    private static final int GET_PRANDOM_U32 = 7;
    private static final int GET_SMP_PROCESSOR_ID = 8;

    private final List<ClassicInstruction> filter;
    private final List<Instruction> code = new ArrayList<>();
    /** Where the translation of each classic instruction begins. */
    private final int[] starts;

    private final List<PendingJump> jumps = new ArrayList<>();

    /** A jump whose target has no position yet. */
    private record PendingJump(int at, int targetInstruction) {}

    private ClassicFilter(List<ClassicInstruction> filter) {
        this.filter = filter;
        this.starts = new int[filter.size()];
    }

    /**
     * Checks and translates.
     *
     * @throws InvalidClassicFilterException where the kernel says EINVAL, and for ancillary loads that Skep does not
     *     have
     */
    public static Bytecode translate(List<ClassicInstruction> filter) {
        ClassicCheck.check(filter);
        return new ClassicFilter(filter).translate();
    }

    private Bytecode translate() {
        code.add(new Instruction.Move(Width.W64, PACKET, Register.R1));
        code.add(new Instruction.Move(Width.W32, A, new Immediate(0)));
        code.add(new Instruction.Move(Width.W32, X, new Immediate(0)));
        for (int at = 0; at < filter.size(); at++) {
            starts[at] = code.size();
            translate(at, filter.get(at));
        }
        for (PendingJump jump : jumps) {
            int offset = starts[jump.targetInstruction()] - jump.at() - 1;
            code.set(jump.at(), withOffset(code.get(jump.at()), offset));
        }
        return Bytecode.of(code);
    }

    /** Offsets fit: 4,096 instructions become at most 24,579. */
    private static Instruction withOffset(Instruction jump, int offset) {
        return jump instanceof Instruction.Branch branch
                ? new Instruction.Branch(branch.width(), branch.condition(), branch.dst(), branch.source(), offset)
                : new Instruction.Jump(offset);
    }

    private void translate(int at, ClassicInstruction i) {
        switch (i.classOfCode()) {
            case ClassicInstruction.LD -> load(at, i);
            case ClassicInstruction.LDX -> loadX(i);
            case ClassicInstruction.ST -> code.add(new Instruction.Store(MemorySize.U32, STACK, scratch(i.k()), A));
            case ClassicInstruction.STX -> code.add(new Instruction.Store(MemorySize.U32, STACK, scratch(i.k()), X));
            case ClassicInstruction.ALU -> arithmetic(i);
            case ClassicInstruction.JMP -> jump(at, i);
            case ClassicInstruction.RET -> {
                if (i.code() == 0x06) {
                    code.add(new Instruction.Move(Width.W32, A, new Immediate(i.k())));
                }
                code.add(new Instruction.Exit());
            }
            default ->
                code.add(
                        i.code() == 0x07
                                ? new Instruction.Move(Width.W32, X, A)
                                : new Instruction.Move(Width.W32, A, X));
        }
    }

    private void load(int at, ClassicInstruction i) {
        switch (i.mode()) {
            case ClassicInstruction.IMM -> code.add(new Instruction.Move(Width.W32, A, new Immediate(i.k())));
            case ClassicInstruction.ABS -> {
                if (Ancillary.isBeyondPacket(i.k())) {
                    ancillary(at, i.k());
                } else {
                    code.add(new Instruction.LoadPacket(PacketAddressing.ABSOLUTE, size(i), Register.R0, i.k()));
                }
            }
            case ClassicInstruction.IND ->
                code.add(new Instruction.LoadPacket(PacketAddressing.INDIRECT, size(i), X, i.k()));
            case ClassicInstruction.MEM -> code.add(new Instruction.Load(MemorySize.U32, A, STACK, scratch(i.k())));
            default -> field(SKB_LEN);
        }
    }

    private void loadX(ClassicInstruction i) {
        switch (i.mode()) {
            case ClassicInstruction.IMM -> code.add(new Instruction.Move(Width.W32, X, new Immediate(i.k())));
            case ClassicInstruction.MEM -> code.add(new Instruction.Load(MemorySize.U32, X, STACK, scratch(i.k())));
            case ClassicInstruction.LEN -> code.add(new Instruction.Load(MemorySize.U32, X, PACKET, SKB_LEN));
            default -> headerLength(i.k());
        }
    }

    /** X = 4 * (P[k] & 0xf), and A as it was. */
    private void headerLength(int k) {
        code.add(new Instruction.Move(Width.W64, KEPT, A));
        code.add(new Instruction.LoadPacket(PacketAddressing.ABSOLUTE, MemorySize.U8, Register.R0, k));
        code.add(new Instruction.Alu(Width.W32, AluOperator.AND, A, new Immediate(0xf)));
        code.add(new Instruction.Alu(Width.W32, AluOperator.LSH, A, new Immediate(2)));
        code.add(new Instruction.Move(Width.W64, X, A));
        code.add(new Instruction.Move(Width.W64, A, KEPT));
    }

    private void ancillary(int at, int k) {
        Ancillary wanted = Ancillary.of(k);
        switch (wanted) {
            case PROTOCOL -> networkOrder(SKB_PROTOCOL);
            case PKTTYPE -> field(SKB_PKT_TYPE);
            case IFINDEX -> field(SKB_IFINDEX);
            case MARK -> field(SKB_MARK);
            case QUEUE -> field(SKB_QUEUE_MAPPING);
            case RXHASH -> field(SKB_HASH);
            case VLAN_TAG -> field(SKB_VLAN_TCI);
            case VLAN_TAG_PRESENT -> field(SKB_VLAN_PRESENT);
            case VLAN_TPID -> networkOrder(SKB_VLAN_PROTO);
            case CPU -> code.add(new Instruction.CallHelper(GET_SMP_PROCESSOR_ID));
            case RANDOM -> code.add(new Instruction.CallHelper(GET_PRANDOM_U32));
            case ALU_XOR_X -> code.add(new Instruction.Alu(Width.W32, AluOperator.XOR, A, X));
            case NLATTR, NLATTR_NEST, PAY_OFFSET, HATYPE ->
                throw new InvalidClassicFilterException(at, "ancillary load SKF_AD_" + wanted + " is not supported");
            case null -> throw new IllegalStateException("unchecked filter");
        }
    }

    private void field(int offset) {
        code.add(new Instruction.Load(MemorySize.U32, A, PACKET, offset));
    }

    private void networkOrder(int offset) {
        field(offset);
        code.add(new Instruction.SwapBytes(ByteSwap.TO_BIG_ENDIAN, 16, A));
    }

    private void arithmetic(ClassicInstruction i) {
        if (i.operation() == ClassicInstruction.NEG) {
            code.add(new Instruction.Negate(Width.W32, A));
            return;
        }
        AluOperator operator = switch (i.operation()) {
            case 0x00 -> AluOperator.ADD;
            case 0x10 -> AluOperator.SUB;
            case 0x20 -> AluOperator.MUL;
            case 0x30 -> AluOperator.DIV;
            case 0x40 -> AluOperator.OR;
            case 0x50 -> AluOperator.AND;
            case 0x60 -> AluOperator.LSH;
            case 0x70 -> AluOperator.RSH;
            case 0x90 -> AluOperator.MOD;
            default -> AluOperator.XOR;
        };
        if (i.takesX() && (operator == AluOperator.DIV || operator == AluOperator.MOD)) {
            // A filter that divides by zero drops the packet.
            code.add(new Instruction.Branch(Width.W32, Condition.NE, X, new Immediate(0), 2));
            code.add(new Instruction.Move(Width.W32, A, new Immediate(0)));
            code.add(new Instruction.Exit());
        }
        Operand source = i.takesX() ? X : new Immediate(i.k());
        code.add(new Instruction.Alu(Width.W32, operator, A, source));
    }

    private void jump(int at, ClassicInstruction i) {
        if (i.operation() == 0) {
            jumpTo(at + 1 + i.k());
            return;
        }
        Condition condition = switch (i.operation()) {
            case 0x10 -> Condition.EQ;
            case 0x20 -> Condition.GT;
            case 0x30 -> Condition.GE;
            default -> Condition.SET;
        };
        Operand source = i.takesX() ? X : new Immediate(i.k());
        jumps.add(new PendingJump(code.size(), at + 1 + i.jt()));
        code.add(new Instruction.Branch(Width.W32, condition, A, source, 0));
        if (i.jf() != 0) {
            jumpTo(at + 1 + i.jf());
        }
    }

    private void jumpTo(int target) {
        jumps.add(new PendingJump(code.size(), target));
        code.add(new Instruction.Jump(0));
    }

    private static MemorySize size(ClassicInstruction i) {
        return switch (i.code() & 0x18) {
            case 0x00 -> MemorySize.U32;
            case 0x08 -> MemorySize.U16;
            default -> MemorySize.U8;
        };
    }

    private static int scratch(int word) {
        return -4 * (word + 1);
    }
}
