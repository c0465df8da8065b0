package dev.skep.hostkernel.random;

import dev.skep.btf.BtfKind;
import dev.skep.isa.AluOperator;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all that write a program share: the code so far, what is believed about it, and its maps and functions. */
final class Workshop {
    private static final int MAPS = 5;

    final Chance chance;
    final ProgramType type;
    final CodeWriter code = new CodeWriter();
    final Types types;
    final List<MapSpec> maps = new ArrayList<>();
    final Deque<Function> pending = new ArrayDeque<>();
    final List<Function> functions = new ArrayList<>();
    /** Bytes of stack that a function uses at most. */
    final int stackBytes;

    Belief belief = new Belief();
    boolean repeatable = true;
    boolean needsTypes;
    /** Statements left to write. */
    int budget;
    /** How deep in blocks. */
    int depth;

    int loops;
    /** Whether functions may be called from here. */
    int callDepth;

    Workshop(Chance chance, ProgramType type, int budget) {
        this.chance = chance;
        this.type = type;
        this.types = new Types(type);
        this.budget = budget;
        this.stackBytes = chance.of(32, 64, 128, 256);
    }

    /**
     * A function that is called and is still to be written.
     *
     * @param arguments what its arguments are
     * @param typeId its declaration in the BTF
     */
    record Function(CodeWriter.Label label, Kind kind, List<Content> arguments, int typeId, int callDepth) {}

    enum Kind {
        STATIC,
        GLOBAL,
        CALLBACK
    }

    /** Calls a function of the kernel. */
    void call(String kfunc) {
        int id = KernelTypes.reference().btf().find(kfunc, BtfKind.FUNC).orElseThrow();
        code.emit(new Instruction.CallKfunc(id, 0));
        belief.called();
    }

    /** A number in a register; made when there is none. */
    Register number() {
        List<Register> numbers = belief.with(Content::isNumber);
        return numbers.isEmpty() || chance.percent(10) ? freshNumber() : chance.of(numbers);
    }

    /** A new number in a register, from a place that the verifier knows nothing, little or all about. */
    Register freshNumber() {
        Register target = target();
        long edge = chance.edge();
        code.move(target, edge);
        belief.set(target, new Content.Scalar(edge >= 0 ? edge : -1));
        return target;
    }

    /** A register that may be overwritten. */
    Register target() {
        for (int tries = 0; tries < 20; tries++) {
            Register register = Register.of(chance.below(10));
            boolean free = !belief.pinned.contains(register);
            if (free && (!belief.of(register).isPointer() || tries > 6)) {
                return register;
            }
        }
        return Register.R0;
    }

    /** One of r6 to r9 that may be overwritten, for what has to outlive calls; r0 when there is none. */
    Register lastingTarget() {
        for (int tries = 0; tries < 12; tries++) {
            Register register = Register.of(chance.between(6, 9));
            if (!belief.pinned.contains(register)) {
                return register;
            }
        }
        return Register.R0;
    }

    /** A register that holds the context, or {@code null}. */
    @Nullable
    Register context() {
        List<Register> contexts = belief.with(content -> content instanceof Content.Context);
        return contexts.isEmpty() ? null : chance.of(contexts);
    }

    /** A map of this type; made when there is none, or too few. */
    int map(MapType mapType, List<Integer> keys, List<Integer> values) {
        List<Integer> fitting = new ArrayList<>();
        for (int i = 0; i < maps.size(); i++) {
            MapSpec spec = maps.get(i);
            if (spec.type() == mapType
                    && spec.btf() == null
                    && keys.contains(spec.keySize())
                    && values.contains(spec.valueSize())) {
                fitting.add(i);
            }
        }
        if (!fitting.isEmpty() && (maps.size() >= MAPS || chance.percent(70))) {
            return chance.of(fitting);
        }
        maps.add(MapSpec.of(
                "m" + maps.size(), mapType, chance.of(keys), chance.of(values), chance.of(1, 1, 2, 3, 7, 64)));
        return maps.size() - 1;
    }

    /** Where on the stack {@code size} bytes may be written: an offset below 0, aligned more often than not. */
    int stackPlace(int size) {
        for (int tries = 0; tries < 10; tries++) {
            int slots = stackBytes / 8;
            int offset = -8 * chance.between((size + 7) / 8, Math.max(slots, (size + 7) / 8));
            if (size < 8) {
                offset += size * chance.below(8 / size);
            }
            if (chance.percent(4)) {
                offset += chance.between(-7, 7);
            }
            if (!belief.isPinned(offset, size) && (tries > 4 || !belief.holdsPointer(offset, size))) {
                return offset;
            }
        }
        return -stackBytes - (size + 7) / 8 * 8;
    }

    /** Puts a pointer to this place on the stack into a register. */
    void stackPointer(Register into, int offset) {
        code.move(into, Register.R10);
        if (offset != 0) {
            code.add(into, offset);
        }
        belief.set(into, new Content.Frame(offset));
    }

    /** Fills bytes of the stack that were not written yet. */
    void fillStack(int offset, int size) {
        for (int at = offset; at < offset + size; ) {
            int step = at % 8 == 0 && at + 8 <= offset + size ? 8 : at % 4 == 0 && at + 4 <= offset + size ? 4 : 1;
            if (!belief.isWritten(at, step) || belief.holdsPointer(at, step)) {
                MemorySize width = step == 8 ? MemorySize.U64 : step == 4 ? MemorySize.U32 : dev.skep.isa.MemorySize.U8;
                code.store(width, Register.R10, at, new Immediate(chance.of(0, 0, 1, 2, -1, 77)));
                belief.wrote(at, step, Content.anyNumber());
            }
            at += step;
        }
    }

    /** Makes a number at most {@code max}, in one of the ways that programs do; never a negative one. */
    void bound(Register register, int max) {
        if (chance.percent(3)) {
            return;
        }
        switch (chance.below(5)) {
            case 0 ->
                code.emit(new Instruction.Alu(
                        chance.width(), AluOperator.AND, register, new Immediate(Integer.highestOneBit(max + 1) - 1)));
            case 1 ->
                code.emit(new Instruction.Alu(
                        chance.width(), AluOperator.MOD, register, new Immediate(Math.max(max, 1))));
            case 2 -> {
                // over a branch: what is too large becomes 0
                CodeWriter.Label fits = new CodeWriter.Label();
                code.branch(Condition.LE, register, max, fits);
                code.move(register, chance.of(0, max));
                code.place(fits);
            }
            case 3 -> {
                CodeWriter.Label low = new CodeWriter.Label();
                CodeWriter.Label fits = new CodeWriter.Label();
                code.branch(Condition.SLT, register, 0, low);
                code.branch(Condition.SLT, register, max + 1L, fits);
                code.place(low);
                code.move(register, 0);
                code.place(fits);
            }
            default -> {
                code.emit(new Instruction.Move(Width.W32, register, register));
                CodeWriter.Label fits = new CodeWriter.Label();
                code.branch(chance.width(), chance.of(Condition.LT, Condition.LE), register, new Immediate(max), fits);
                code.move(register, chance.between(0, max));
                code.place(fits);
            }
        }
        belief.set(register, new Content.Scalar(max));
    }
}
