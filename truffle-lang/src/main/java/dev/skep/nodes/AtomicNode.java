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
    private final int slot;
    private final int base;
    private final int offset;
    private final int src;

    /** The program's arena, once an access was seen to go there. */
    @CompilationFinal
    private @Nullable Arena arena;

    private AtomicNode(AtomicOperator operator, AddressSpace memory, int slot, int base, int offset, int src) {
        this.operator = operator;
        this.memory = memory;
        this.slot = slot;
        this.base = base;
        this.offset = offset;
        this.src = src;
    }

    /** Returns what was there before. */
    abstract long exchange(long address, long source, long expected);

    @Override
    final void execute(VirtualFrame frame, Activation activation) {
        long address = get(frame, base) + offset;
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
                throw Faults.memory(this, frame, slot, fault);
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            arena = found;
            execute(frame, activation);
            return;
        }
        if (operator.fetches()) {
            set(frame, operator == AtomicOperator.CMPXCHG ? R0 : src, old);
        }
    }

    static final class Wide extends AtomicNode {
        Wide(AtomicOperator operator, AddressSpace memory, int slot, int base, int offset, int src) {
            super(operator, memory, slot, base, offset, src);
        }

        @Override
        long exchange(long address, long source, long expected) {
            long old = memory.readLong(address);
            memory.writeLong(address, operator.apply(old, source, expected));
            return old;
        }
    }

    static final class Narrow extends AtomicNode {
        Narrow(AtomicOperator operator, AddressSpace memory, int slot, int base, int offset, int src) {
            super(operator, memory, slot, base, offset, src);
        }

        @Override
        long exchange(long address, long source, long expected) {
            int old = memory.readInt(address);
            long low = signExtend(source);
            memory.writeInt(address, (int) operator.apply(old, low, signExtend(expected)));
            return Integer.toUnsignedLong(old);
        }

        private static int signExtend(long value) {
            return (int) value;
        }
    }
}
