package dev.skep.nodes;

import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
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
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.verifier.Facts;
import dev.skep.verifier.MemoryRole;
import org.jspecify.annotations.Nullable;

/** Makes the node of an instruction. */
final class NodeFactory {
    private static final long LOW = 0xffff_ffffL;
    private static final long ALL = -1L;
    /** {@code addr_space_cast(r1, 0, 1)}: from what user space sees to what the program accesses. */
    private static final int TO_PROGRAM = 1;

    private final Code code;
    private final AddressSpace memory;
    private final PseudoConstants constants;
    private final KernelFunctions kernelFunctions;
    private final Facts facts;

    NodeFactory(
            Code code, AddressSpace memory, PseudoConstants constants, KernelFunctions kernelFunctions, Facts facts) {
        this.code = code;
        this.memory = memory;
        this.constants = constants;
        this.kernelFunctions = kernelFunctions;
        this.facts = facts;
    }

    /** The branch that an instruction at the end of a block is, or {@code null} when it goes on in one way only. */
    @Nullable
    BranchNode branch(Instruction instruction, int slot) {
        if (namesMissingRegister(instruction)) {
            return null;
        }
        return switch (instruction) {
            case Branch branch -> branch(branch);
            case MayGoto _ -> new MayGotoNode();
            case LoadPacket load -> new PacketLoadNode(load, slot);
            case CallHelper call when call.id() == FlowGraph.TAIL_CALL -> new TailCallNode(slot);
            default -> null;
        };
    }

    /**
     * The node of an instruction that is no branch; {@code null} for jumps, which are edges only.
     *
     * @param pointers of the block that the instruction is in
     */
    @Nullable
    InstructionNode instruction(Instruction instruction, int slot, PointerUses.OfBlock pointers) {
        return namesMissingRegister(instruction)
                ? new TrapNode(slot, "the instruction names a register that does not exist")
                : create(instruction, slot, pointers);
    }

    /**
     * One node for a move and the operation on its destination that follows, as compilers write {@code a = b + c};
     * {@code null} for two instructions that are no such pair.
     */
    @Nullable
    InstructionNode pair(Instruction first, Instruction second) {
        boolean fit = first instanceof Move(Width width, Register dst, Register src)
                && second instanceof Alu alu
                && alu.dst() == dst
                && alu.source() != dst
                && (width == Width.W64 || alu.width() == Width.W32)
                && !namesMissingRegister(first)
                && !namesMissingRegister(second);
        return fit ? alu((Alu) second, ((Register) ((Move) first).source()).number()) : null;
    }

    private static boolean namesMissingRegister(Instruction instruction) {
        return (RegisterUse.reads(instruction) | RegisterUse.writes(instruction)) >>> Register.COUNT != 0;
    }

    private @Nullable InstructionNode create(Instruction instruction, int slot, PointerUses.OfBlock pointers) {
        return switch (instruction) {
            case Alu alu -> alu(alu, alu.dst().number());
            case Negate(Width width, Register dst) ->
                width == Width.W64 ? new Moves.Negate64(dst.number()) : new Moves.Negate32(dst.number());
            case Move move -> move(move);
            case MoveSignExtended(Width width, int bits, Register dst, Register src) ->
                new Moves.MoveSignExtended(bits, width == Width.W64 ? ALL : LOW, dst.number(), src.number());
            case SwapBytes swap ->
                new Moves.Swap(swap.kind(), swap.bits(), swap.dst().number());
            case LoadImmediate load -> new Moves.Constant(load.dst().number(), load.value());
            case LoadPseudo load -> new Moves.Constant(load.dst().number(), constants.value(load, slot));
            case Load load ->
                informed(LoadNodes.create(
                        load.size(),
                        memory,
                        pointers.operand(slot, load.base(), load.offset()),
                        load.dst().number()));
            case LoadAcquire load ->
                informed(LoadNodes.create(
                        load.size(),
                        memory,
                        pointers.operand(slot, load.base(), load.offset()),
                        load.dst().number()));
            case LoadSignExtended load ->
                informed(LoadNodes.createSigned(
                        load.size(),
                        memory,
                        pointers.operand(slot, load.base(), load.offset()),
                        load.dst().number()));
            case Store store ->
                store(store.size(), pointers.operand(slot, store.base(), store.offset()), store.source());
            case StoreRelease store ->
                store(store.size(), pointers.operand(slot, store.base(), store.offset()), store.src());
            case Atomic atomic -> atomic(atomic, pointers.operand(slot, atomic.base(), atomic.offset()));
            case CallHelper call
            when call.id() == LoopCallNode.ID
                    && kernelFunctions.helper(LoopCallNode.ID) instanceof KernelFunctions.Found -> loop(slot);
            case CallHelper call -> kernelCall(kernelFunctions.helper(call.id()), slot);
            case CallKfunc call -> kernelCall(kernelFunctions.kfunc(call.btfId()), slot);
            case CallSubprogram _ -> subprogram(instruction, slot);
            case CallRegister call -> new RegisterCallNode(slot, call.target().number());
            case CastAddressSpace cast -> castAddressSpace(cast, slot);
            case WideTail _ -> new TrapNode(slot, "jump into the middle of a two-slot load");
            case Invalid invalid -> new TrapNode(slot, "unknown opcode " + Faults.opcode(invalid.raw()));
            case Jump _, LongJump _, Exit _, Branch _, MayGoto _, LoadPacket _ -> null;
        };
    }

    private InstructionNode castAddressSpace(CastAddressSpace cast, int slot) {
        Arena arena = code.arena();
        if (arena == null) {
            return new TrapNode(slot, "addr_space_cast in a program that has no arena");
        }
        int dst = cast.dst().number();
        int src = cast.src().number();
        return cast.spaces() == TO_PROGRAM ? new Moves.Move32(dst, src) : new ArenaCastNode(arena, dst, src);
    }

    private static BranchNode branch(Branch branch) {
        Condition condition = branch.condition();
        int left = branch.dst().number();
        boolean wide = branch.width() == Width.W64;
        return switch (branch.source()) {
            case Register right when wide -> Branch64.create(condition, left, right.number());
            case Register right -> Branch32.create(condition, left, right.number());
            case Immediate(int right) when wide -> Branch64.createConstant(condition, left, right);
            case Immediate(int right) -> Branch32.createConstant(condition, left, right);
        };
    }

    /**
     * @param left the register that the operation reads first: its destination, unless a move before it is part of it
     */
    private static InstructionNode alu(Alu alu, int left) {
        int dst = alu.dst().number();
        boolean wide = alu.width() == Width.W64;
        return switch (alu.source()) {
            case Register right when wide -> Alu64.create(alu.operator(), dst, left, right.number());
            case Register right -> Alu32.create(alu.operator(), dst, left, right.number());
            case Immediate(int right) when wide -> Alu64.createConstant(alu.operator(), dst, left, right);
            case Immediate(int right) -> Alu32.createConstant(alu.operator(), dst, left, right);
        };
    }

    private static InstructionNode move(Move move) {
        int dst = move.dst().number();
        boolean wide = move.width() == Width.W64;
        return switch (move.source()) {
            case Register src when wide -> new Moves.Move64(dst, src.number());
            case Register src -> new Moves.Move32(dst, src.number());
            case Immediate(int value) -> new Moves.Constant(dst, wide ? value : Integer.toUnsignedLong(value));
        };
    }

    /** The load, told what the verifier knows about it. */
    private LoadNode informed(LoadNode load) {
        switch (facts.memory(load.slot())) {
            case CONTEXT -> load.readsContext(code.contextLayout());
            case FAULT_TOLERANT -> load.toleratesFaults();
            case PLAIN, SOCKET, ARENA -> {}
        }
        return load;
    }

    private StoreNode store(MemorySize size, MemoryOperand operand, Operand source) {
        StoreNode store = switch (source) {
            case Register src -> StoreNodes.create(size, memory, operand, src.number(), 0);
            case Immediate(int value) -> StoreNodes.create(size, memory, operand, StoreNode.NO_REGISTER, value);
        };
        if (facts.memory(operand.slot()) == MemoryRole.CONTEXT) {
            store.writesContext(code.contextLayout());
        }
        return store;
    }

    private AtomicNode atomic(Atomic atomic, MemoryOperand operand) {
        int src = atomic.src().number();
        return atomic.size() == MemorySize.U64
                ? new AtomicNode.Wide(atomic.operator(), memory, operand, src)
                : new AtomicNode.Narrow(atomic.operator(), memory, operand, src);
    }

    private LoopCallNode loop(int slot) {
        return facts.inlinedLoop(slot).isPresent() ? new LoopCallNode.Inlined(slot) : new LoopCallNode.Helper(slot);
    }

    private InstructionNode kernelCall(KernelFunctions.Callee callee, int slot) {
        return switch (callee) {
            case KernelFunctions.Found found ->
                new KernelCallNode(found.function(), slot, code.types(), facts.map(slot));
            case KernelFunctions.Missing missing -> new TrapNode(slot, missing.reason());
        };
    }

    private InstructionNode subprogram(Instruction call, int slot) {
        int callee = FlowGraph.callee(call, slot);
        return code.beginsFunction(callee)
                ? new SubprogramCallNode(code, slot, callee)
                : new TrapNode(
                        slot, "call of instruction " + ((long) slot + 1) + " " + call + ", outside of the program");
    }
}
