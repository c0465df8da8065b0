package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

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

/**
 * A load from simulated memory, or from the context once it was seen to go there. Ordinary loads pay nothing for
 * contexts: these lie where simulated memory misses.
 */
abstract class LoadNode extends InstructionNode {
    private final AddressSpace memory;
    private final MemoryOperand operand;
    private final int dst;
    private final MemorySize size;

    /** The pointer to look at alone, as long as that was deep in the region each time. */
    @CompilationFinal
    private @Nullable SharedPointer deep;

    @Child
    private @Nullable ContextLoadNode context;

    /** The program's arena, once a load was seen to go there. */
    @CompilationFinal
    private @Nullable Arena arena;

    private boolean toleratesFaults;

    /** Whether a load that tolerates faults had one. */
    @CompilationFinal
    private boolean missed;

    LoadNode(AddressSpace memory, MemoryOperand operand, int dst, MemorySize size) {
        this.memory = memory;
        this.operand = operand;
        this.deep = operand.shared();
        this.dst = dst;
        this.size = size;
    }

    /** The slot of its instruction. */
    final int slot() {
        return operand.slot();
    }

    /** The verifier knows that it goes to the context. Otherwise that is found out when it does for the first time. */
    final void readsContext(ContextLayout layout) {
        deep = null;
        context = ContextLoadNode.of(size, layout, operand.offset());
    }

    /**
     * The verifier knows that it reads from a kernel object that may be gone, or was never there: what cannot be read
     * is 0, as with the kernel's exception table ({@code BPF_PROBE_MEM}).
     */
    final void toleratesFaults() {
        deep = null;
        toleratesFaults = true;
    }

    abstract long read(AddressSpace memory, long address);

    /** Reads through a pointer that is deep in the region. */
    abstract long read(AddressSpace memory, long depth, int instructionOffset);

    /** What the load makes of a context field's value, which comes zero-extended. */
    long extend(long contextValue) {
        return contextValue;
    }

    @Override
    final void execute(VirtualFrame frame, Activation activation) {
        long pointer = get(frame, operand.base());
        SharedPointer shared = deep;
        if (shared != null) {
            long depth = AddressSpace.depth(shared.pointer(frame));
            if (memory.isDeep(depth, shared.reach())) {
                set(frame, dst, read(memory, depth, shared.reach()));
                return;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            deep = null;
        }
        long address = pointer + operand.offset();
        long value;
        try {
            if (context != null && Activation.isContext(address)) {
                value = extend(context.execute(activation, address - Invocation.CONTEXT_WINDOW));
            } else if (arena != null && Arena.isInWindow(address)) {
                value = extend(arena.read(address, size.bytes()));
            } else if (missed && !memory.contains(address, size.bytes())) {
                value = 0;
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
        if (toleratesFaults) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            missed = true;
            return 0;
        }
        Arena found = Arena.isInWindow(address) ? Faults.code(this).arena() : null;
        if (found != null) {
            CompilerDirectives.transferToInterpreterAndInvalidate();
            arena = found;
            return extend(found.read(address, size.bytes()));
        }
        if (context != null || !Activation.isContext(address)) {
            throw Faults.memory(this, frame, operand.slot(), miss);
        }
        CompilerDirectives.transferToInterpreterAndInvalidate();
        ContextLoadNode created = insert(new ContextLoadNode(size));
        context = created;
        try {
            return extend(created.execute(activation, address - Invocation.CONTEXT_WINDOW));
        } catch (MemoryFault fault) {
            throw Faults.memory(this, frame, operand.slot(), fault);
        }
    }
}
