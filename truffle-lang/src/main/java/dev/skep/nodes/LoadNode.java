package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.MemorySize;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A load from simulated memory, or from the context once it was seen to go there. Ordinary loads pay nothing for
 * contexts: these lie where simulated memory misses.
 */
abstract class LoadNode extends InstructionNode {
    private final AddressSpace memory;
    private final int slot;
    private final int dst;
    private final int base;
    private final int offset;
    private final MemorySize size;

    @Child
    private @Nullable ContextLoadNode context;

    /** The program's arena, once a load was seen to go there. */
    @CompilationFinal
    private @Nullable Arena arena;

    LoadNode(AddressSpace memory, int slot, int dst, int base, int offset, MemorySize size) {
        this.memory = memory;
        this.slot = slot;
        this.dst = dst;
        this.base = base;
        this.offset = offset;
        this.size = size;
    }

    abstract long read(AddressSpace memory, long address);

    /** What the load makes of a context field's value, which comes zero-extended. */
    long extend(long contextValue) {
        return contextValue;
    }

    @Override
    final void execute(VirtualFrame frame, Activation activation) {
        long address = get(frame, base) + offset;
        long value;
        try {
            if (context != null && Activation.isContext(address)) {
                value = extend(context.execute(activation, address - Invocation.CONTEXT_WINDOW));
            } else if (arena != null && Arena.isInWindow(address)) {
                value = extend(arena.read(address, size.bytes()));
            } else {
                value = read(memory, address);
            }
        } catch (MemoryFault fault) {
            CompilerDirectives.transferToInterpreter();
            value = readContext(frame, activation, address, fault);
        }
        set(frame, dst, value);
    }

    private long readContext(VirtualFrame frame, Activation activation, long address, MemoryFault miss) {
        Arena found = Arena.isInWindow(address) ? Faults.code(this).arena() : null;
        if (found != null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            arena = found;
            return extend(found.read(address, size.bytes()));
        }
        if (context != null || !Activation.isContext(address)) {
            throw Faults.memory(this, frame, slot, miss);
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        ContextLoadNode created = insert(new ContextLoadNode(size));
        context = created;
        try {
            return extend(created.execute(activation, address - Invocation.CONTEXT_WINDOW));
        } catch (MemoryFault fault) {
            throw Faults.memory(this, frame, slot, fault);
        }
    }
}
