package dev.skep.nodes;

import dev.skep.isa.AtomicOperator;
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
import dev.skep.isa.Operand;
import dev.skep.isa.PacketAddressing;
import dev.skep.isa.Register;

/** Which registers an instruction reads and which it overwrites, as sets of bits: bit n is register n. */
final class RegisterUse {
    private static final int R0 = 1;
    private static final int R6 = 1 << 6;
    /** r1 to r5. */
    static final int ARGUMENTS = 0x3e;

    private RegisterUse() {}

    /** The registers read. Of a call, those that it can pass; the callee may look at fewer. */
    static int reads(Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> bit(alu.dst()) | bit(alu.source());
            case Negate negate -> bit(negate.dst());
            case Move move -> bit(move.source());
            case MoveSignExtended move -> bit(move.src());
            case SwapBytes swap -> bit(swap.dst());
            case CastAddressSpace cast -> bit(cast.src());
            case LoadImmediate _, LoadPseudo _, WideTail _, Invalid _ -> 0;
            case Load load -> bit(load.base());
            case LoadSignExtended load -> bit(load.base());
            case Store store -> bit(store.base()) | bit(store.source());
            case Atomic atomic -> bit(atomic.base()) | bit(atomic.src()) | expected(atomic);
            case LoadAcquire load -> bit(load.base());
            case StoreRelease store -> bit(store.base()) | bit(store.src());
            case LoadPacket load -> R6 | (load.addressing() == PacketAddressing.INDIRECT ? bit(load.src()) : 0);
            case Jump _, LongJump _, MayGoto _ -> 0;
            case Branch branch -> bit(branch.dst()) | bit(branch.source());
            case CallHelper _, CallSubprogram _, CallKfunc _ -> ARGUMENTS;
            case CallRegister call -> ARGUMENTS | bit(call.target());
            case Exit _ -> R0;
        };
    }

    /**
     * The registers overwritten. A call leaves r1 to r5 as they are: nothing that the kernel accepts reads them before
     * it writes them.
     */
    static int writes(Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> bit(alu.dst());
            case Negate negate -> bit(negate.dst());
            case Move move -> bit(move.dst());
            case MoveSignExtended move -> bit(move.dst());
            case SwapBytes swap -> bit(swap.dst());
            case CastAddressSpace cast -> bit(cast.dst());
            case LoadImmediate load -> bit(load.dst());
            case LoadPseudo load -> bit(load.dst());
            case Load load -> bit(load.dst());
            case LoadSignExtended load -> bit(load.dst());
            case LoadAcquire load -> bit(load.dst());
            case Atomic atomic when atomic.operator() == AtomicOperator.CMPXCHG -> R0;
            case Atomic atomic -> atomic.operator().fetches() ? bit(atomic.src()) : 0;
            case LoadPacket _, CallHelper _, CallSubprogram _, CallKfunc _, CallRegister _ -> R0;
            case Store _, StoreRelease _, Jump _, LongJump _, MayGoto _, Branch _, Exit _, WideTail _, Invalid _ -> 0;
        };
    }

    private static int expected(Atomic atomic) {
        return atomic.operator() == AtomicOperator.CMPXCHG ? R0 : 0;
    }

    private static int bit(Operand operand) {
        return operand instanceof Register register ? 1 << register.number() : 0;
    }
}
