package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.MemorySize;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/** A store of a register or a constant into simulated memory, or into the context once it was seen to go there. */
abstract class StoreNode extends InstructionNode {
    /** The source register of a store that has none. */
    static final int NO_REGISTER = -1;

    private final AddressSpace memory;
    private final MemoryOperand operand;
    private final int src;
    private final long constant;
    private final MemorySize size;

    /** The pointer to look at alone, as long as that was deep in the region each time. */
    @CompilationFinal
    private @Nullable SharedPointer deep;

    @Child
    private @Nullable ContextStoreNode context;

    /** The program's arena, once a store was seen to go there. */
    @CompilationFinal
    private @Nullable Arena arena;

    StoreNode(AddressSpace memory, MemoryOperand operand, int src, long constant, MemorySize size) {
        this.memory = memory;
        this.operand = operand;
        this.deep = operand.shared();
        this.src = src;
        this.constant = constant;
        this.size = size;
    }

    /** The verifier knows that it goes to the context. Otherwise that is found out when it does for the first time. */
    final void writesContext(ContextLayout layout) {
        deep = null;
        context = ContextStoreNode.of(size, layout, operand.offset());
    }

    abstract void write(AddressSpace memory, long address, long value);

    /** Writes through a pointer that is deep in the region. */
    abstract void write(AddressSpace memory, long depth, int instructionOffset, long value);

    @Override
    final void execute(VirtualFrame frame, Activation activation) {
        long pointer = get(frame, operand.base());
        long value = src == NO_REGISTER ? constant : get(frame, src);
        SharedPointer shared = deep;
        if (shared != null) {
            long depth = AddressSpace.depth(shared.pointer(frame));
            if (memory.isDeep(depth, shared.reach())) {
                write(memory, depth, shared.reach(), value);
                return;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            deep = null;
        }
        long address = pointer + operand.offset();
        try {
            if (context != null && Activation.isContext(address)) {
                context.execute(activation, address - Invocation.CONTEXT_WINDOW, value);
            } else if (arena != null && Arena.isInWindow(address)) {
                arena.write(address, size.bytes(), value);
            } else {
                write(memory, address, value);
            }
        } catch (MemoryFault fault) {
            CompilerDirectives.transferToInterpreter();
            writeContext(frame, activation, address, value, fault);
        }
    }

    private void writeContext(VirtualFrame frame, Activation activation, long address, long value, MemoryFault miss) {
        Arena found = Arena.isInWindow(address) ? Faults.code(this).arena() : null;
        if (found != null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            arena = found;
            found.write(address, size.bytes(), value);
            return;
        }
        if (context != null || !Activation.isContext(address)) {
            throw Faults.memory(this, frame, operand.slot(), miss);
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        ContextStoreNode created = insert(new ContextStoreNode(size));
        context = created;
        try {
            created.execute(activation, address - Invocation.CONTEXT_WINDOW, value);
        } catch (MemoryFault fault) {
            throw Faults.memory(this, frame, operand.slot(), fault);
        }
    }
}
