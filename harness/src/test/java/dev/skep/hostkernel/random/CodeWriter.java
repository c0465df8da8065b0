package dev.skep.hostkernel.random;

import dev.skep.isa.AluOperator;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.PseudoSource;
import dev.skep.isa.Register;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes instructions one after the other, with labels for those that are not there yet. */
final class CodeWriter {
    /** A place in the code. */
    static final class Label {
        private int slot = -1;

        int slot() {
            if (slot < 0) {
                throw new IllegalStateException("a label that was never placed");
            }
            return slot;
        }
    }

    private record Entry(
            int slot, Instruction instruction, @Nullable Label target) {}

    private final List<Entry> entries = new ArrayList<>();
    private int slot;

    int slot() {
        return slot;
    }

    void emit(Instruction instruction) {
        add(instruction, null);
    }

    private void add(Instruction instruction, @Nullable Label target) {
        entries.add(new Entry(slot, instruction, target));
        slot += instruction.slots();
    }

    void place(Label label) {
        label.slot = slot;
    }

    void jump(Label target) {
        add(new Jump(0), target);
    }

    void longJump(Label target) {
        add(new LongJump(0), target);
    }

    void mayGoto(Label target) {
        add(new MayGoto(0), target);
    }

    void branch(Width width, Condition condition, Register left, Operand right, Label target) {
        add(new Branch(width, condition, left, right, 0), target);
    }

    void branch(Condition condition, Register left, long right, Label target) {
        branch(Width.W64, condition, left, new Immediate((int) right), target);
    }

    void callSubprogram(Label target) {
        add(new CallSubprogram(0), target);
    }

    void loadFunction(Register into, Label target) {
        add(new LoadPseudo(into, PseudoSource.FUNC, 0, 0), target);
    }

    void move(Register to, Register from) {
        emit(new Instruction.Move(Width.W64, to, from));
    }

    void move(Register to, long value) {
        if (value == (int) value) {
            emit(new Instruction.Move(Width.W64, to, new Immediate((int) value)));
        } else {
            emit(new Instruction.LoadImmediate(to, value));
        }
    }

    void add(Register to, int value) {
        emit(new Instruction.Alu(Width.W64, AluOperator.ADD, to, new Immediate(value)));
    }

    void load(MemorySize size, Register to, Register base, int offset) {
        emit(new Instruction.Load(size, to, base, offset));
    }

    void store(MemorySize size, Register base, int offset, Operand value) {
        emit(new Instruction.Store(size, base, offset, value));
    }

    void map(Register into, int index) {
        emit(new LoadPseudo(into, PseudoSource.MAP_FD, index, 0));
    }

    void help(int id) {
        emit(new Instruction.CallHelper(id));
    }

    Bytecode finish() {
        return Bytecode.of(entries.stream().map(CodeWriter::resolved).toList());
    }

    private static Instruction resolved(Entry entry) {
        Label target = entry.target();
        if (target == null) {
            return entry.instruction();
        }
        int offset = target.slot() - entry.slot() - 1;
        return switch (entry.instruction()) {
            case Jump jump -> new Jump(offset);
            case LongJump jump -> new LongJump(offset);
            case MayGoto jump -> new MayGoto(offset);
            case CallSubprogram call -> new CallSubprogram(offset);
            case Branch branch -> new Branch(branch.width(), branch.condition(), branch.dst(), branch.source(), offset);
            case LoadPseudo load -> new LoadPseudo(load.dst(), load.kind(), offset, 0);
            default -> throw new IllegalStateException(entry.instruction() + " has no target");
        };
    }
}
