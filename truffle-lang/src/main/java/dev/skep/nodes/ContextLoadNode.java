package dev.skep.nodes;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.CompilerDirectives.CompilationFinal;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import dev.skep.isa.MemorySize;
import dev.skep.kernel.context.Access;
import dev.skep.kernel.context.ContextAccess;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.memory.AccessKind;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * The part of a load that goes to the context. An instruction reads the same field each time, so the row of the layout
 * is a constant of the compiled code, as in the instructions that the kernel puts into its place.
 */
final class ContextLoadNode extends Node {
    private final MemorySize size;

    @CompilationFinal
    private long knownOffset;

    @CompilationFinal
    private @Nullable ContextAccess known;

    @CompilationFinal
    private boolean several;

    ContextLoadNode(MemorySize size) {
        this.size = size;
    }

    /**
     * A node that knows its field before it runs.
     *
     * @param offset in the context
     */
    static ContextLoadNode of(MemorySize size, ContextLayout layout, int offset) {
        ContextLoadNode node = new ContextLoadNode(size);
        node.known = layout.access(Access.READ, offset, size.bytes());
        node.knownOffset = offset;
        return node;
    }

    /**
     * Reads a field.
     *
     * @param offset where the access begins in the context
     * @return zero-extended
     */
    long execute(Activation activation, long offset) {
        if (!several) {
            ContextAccess access = known;
            if (access != null && offset == knownOffset) {
                return access.read(
                        activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.READ));
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            ContextAccess found = resolve(activation, offset);
            several = access != null;
            known = found;
            knownOffset = offset;
            return found.read(activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.READ));
        }
        return readAny(activation, offset);
    }

    @TruffleBoundary
    private long readAny(Activation activation, long offset) {
        return resolve(activation, offset)
                .read(activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.READ));
    }

    private ContextAccess resolve(Activation activation, long offset) {
        ContextAccess access = activation.contextLayout().access(Access.READ, (int) offset, size.bytes());
        if (access == null) {
            throw MemoryFault.unmapped(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.READ);
        }
        return access;
    }
}
