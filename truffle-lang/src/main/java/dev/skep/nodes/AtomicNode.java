package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.AtomicOperator;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.MemoryFault;
import org.jspecify.annotations.Nullable;

/**
 * A read-modify-write of 4 or 8 bytes. The simulated machine executes one thing at a time, so reading, computing and
 * writing one after the other is atomic.
 */
abstract class AtomicNode extends InstructionNode {
    private static final int R0 = 0;

    final AddressSpace memory;
    final AtomicOperator operator;
    private final MemoryOperand operand;
    private final int src;

    /** The pointer to look at alone, as long as that was deep in the region each time. */
    @CompilationFinal
    private @Nullable SharedPointer deep;

    /** The program's arena, once an access was seen to go there. */
    @CompilationFinal
    private @Nullable Arena arena;

    private AtomicNode(AtomicOperator operator, AddressSpace memory, MemoryOperand operand, int src) {
        this.operator = operator;
        this.memory = memory;
        this.operand = operand;
        this.deep = operand.shared();
        this.src = src;
    }

    /** Returns what was there before. */
    abstract long exchange(long address, long source, long expected);

    /** The same through a pointer that is deep in the region. */
    abstract long exchange(long depth, int instructionOffset, long source, long expected);

    @Override
    final void execute(VirtualFrame frame, Activation activation) {
        long pointer = get(frame, operand.base());
        SharedPointer shared = deep;
        if (shared != null) {
            long depth = AddressSpace.depth(shared.pointer(frame));
            if (memory.isDeep(depth, shared.reach())) {
                setOld(frame, exchange(depth, shared.reach(), get(frame, src), get(frame, R0)));
                return;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            deep = null;
        }
        long address = pointer + operand.offset();
        long old;
        if (arena != null && Arena.isInWindow(address)) {
            address = arena.translate(address);
            if (address == 0) {
                return; // the page is not there: nothing happens
            }
        }
        try {
            old = exchange(address, get(frame, src), get(frame, R0));
        } catch (MemoryFault fault) {
            CompilerDirectives.transferToInterpreter();
            Arena found = arena == null && Arena.isInWindow(address)
                    ? Faults.code(this).arena()
                    : null;
            if (found == null) {
                throw Faults.memory(this, frame, operand.slot(), fault);
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            arena = found;
            execute(frame, activation);
            return;
        }
        setOld(frame, old);
    }

    private void setOld(VirtualFrame frame, long old) {
        if (operator.fetches()) {
            set(frame, operator == AtomicOperator.CMPXCHG ? R0 : src, old);
        }
    }

    static final class Wide extends AtomicNode {
        Wide(AtomicOperator operator, AddressSpace memory, MemoryOperand operand, int src) {
            super(operator, memory, operand, src);
        }

        @Override
        long exchange(long address, long source, long expected) {
            long old = memory.readLong(address);
            memory.writeLong(address, operator.apply(old, source, expected));
            return old;
        }

        @Override
        long exchange(long depth, int instructionOffset, long source, long expected) {
            long old = memory.longAt(depth, instructionOffset);
            memory.setLongAt(depth, instructionOffset, operator.apply(old, source, expected));
            return old;
        }
    }

    static final class Narrow extends AtomicNode {
        Narrow(AtomicOperator operator, AddressSpace memory, MemoryOperand operand, int src) {
            super(operator, memory, operand, src);
        }

        @Override
        long exchange(long address, long source, long expected) {
            int old = memory.readInt(address);
            memory.writeInt(address, (int) operator.apply(old, signExtend(source), signExtend(expected)));
            return Integer.toUnsignedLong(old);
        }

        @Override
        long exchange(long depth, int instructionOffset, long source, long expected) {
            int old = memory.intAt(depth, instructionOffset);
            memory.setIntAt(
                    depth, instructionOffset, (int) operator.apply(old, signExtend(source), signExtend(expected)));
            return Integer.toUnsignedLong(old);
        }

        private static int signExtend(long value) {
            return (int) value;
        }
    }
}
