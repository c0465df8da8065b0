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
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instructions to slots, by the rows of {@link Encoding}. */
final class InstructionEncoder {
    private static final RawInstruction NOTHING = new RawInstruction(0, 0, 0, 0, 0);

    private static final Map<Instruction, Encoding> BY_FORM =
            Encoding.ALL.stream().collect(Collectors.toMap(Encoding::form, Function.identity()));

    private InstructionEncoder() {}

    /**
     * One slot, or two with the tail of a load of a 64-bit constant.
     *
     * @throws IllegalArgumentException when no encoding holds the instruction: an offset beyond 16 bits, a
     *     sign-extending move from a width that there is not
     */
    static long[] encode(Instruction instruction) {
        if (instruction instanceof Invalid(long raw)) {
            return new long[] {raw};
        }
        Encoding row = BY_FORM.get(InstructionDecoder.bind(instruction, NOTHING, 0));
        if (row == null) {
            throw new IllegalArgumentException(instruction + " has no encoding");
        }
        long first = row.fill(operands(instruction)).toLong();
        if (instruction instanceof LoadImmediate load) {
            return new long[] {first, load.value() >>> 32 << 32};
        }
        if (instruction instanceof LoadPseudo load) {
            return new long[] {first, (long) load.nextImmediate() << 32};
        }
        return new long[] {first};
    }

    /** The operands in the fields that hold them. What the form fixes stays 0 here. */
    private static RawInstruction operands(Instruction instruction) {
        return switch (instruction) {
            case Alu alu -> fields(alu.dst(), alu.source(), 0);
            case Negate negate -> fields(negate.dst(), null, 0);
            case Move move -> fields(move.dst(), move.source(), 0);
            case MoveSignExtended move -> fields(move.dst(), move.src(), 0);
            case SwapBytes swap -> fields(swap.dst(), null, 0);
            case CastAddressSpace cast ->
                new RawInstruction(0, cast.dst().number(), cast.src().number(), 0, cast.spaces());
            case LoadImmediate load -> fields(load.dst(), new Immediate((int) load.value()), 0);
            case LoadPseudo load -> fields(load.dst(), new Immediate(load.immediate()), 0);
            case WideTail tail -> fields(null, new Immediate(tail.immediate()), 0);
            case Load load -> fields(load.dst(), load.base(), load.offset());
            case LoadSignExtended load -> fields(load.dst(), load.base(), load.offset());
            case Store store -> fields(store.base(), store.source(), store.offset());
            case Atomic atomic -> fields(atomic.base(), atomic.src(), atomic.offset());
            case LoadAcquire load -> fields(load.dst(), load.base(), load.offset());
            case StoreRelease store -> fields(store.base(), store.src(), store.offset());
            case LoadPacket load -> new RawInstruction(0, 0, load.src().number(), 0, load.immediate());
            case Jump jump -> fields(null, null, jump.offset());
            case LongJump jump -> fields(null, new Immediate(jump.offset()), 0);
            case Branch branch -> fields(branch.dst(), branch.source(), branch.offset());
            case MayGoto jump -> fields(null, null, jump.offset());
            case CallHelper call -> fields(null, new Immediate(call.id()), 0);
            case CallSubprogram call -> fields(null, new Immediate(call.offset()), 0);
            case CallKfunc call -> fields(null, new Immediate(call.btfId()), call.descriptorIndex());
            case CallRegister call -> fields(call.target(), null, 0);
            case Exit exit -> NOTHING;
            case Invalid invalid -> RawInstruction.of(invalid.raw());
        };
    }

    private static RawInstruction fields(@Nullable Register dst, @Nullable Operand source, int offset) {
        int src = source instanceof Register register ? register.number() : 0;
        int immediate = source instanceof Immediate constant ? constant.value() : 0;
        return new RawInstruction(0, dst == null ? 0 : dst.number(), src, offset, immediate);
    }
}
