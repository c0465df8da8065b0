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

/** The part of a store that goes to the context; the twin of {@link ContextLoadNode}. */
final class ContextStoreNode extends Node {
    private final MemorySize size;

    @CompilationFinal
    private long knownOffset;

    @CompilationFinal
    private @Nullable ContextAccess known;

    @CompilationFinal
    private boolean several;

    ContextStoreNode(MemorySize size) {
        this.size = size;
    }

    /**
     * A node that knows its field before it runs.
     *
     * @param offset in the context
     */
    static ContextStoreNode of(MemorySize size, ContextLayout layout, int offset) {
        ContextStoreNode node = new ContextStoreNode(size);
        node.known = layout.access(Access.WRITE, offset, size.bytes());
        node.knownOffset = offset;
        return node;
    }

    /**
     * Writes a field.
     *
     * @param offset where the access begins in the context
     */
    void execute(Activation activation, long offset, long value) {
        if (!several) {
            ContextAccess access = known;
            if (access != null && offset == knownOffset) {
                access.write(
                        activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.WRITE), value);
                return;
            }
            CompilerDirectives.transferToInterpreterAndInvalidate();
            ContextAccess found = resolve(activation, offset);
            several = access != null;
            known = found;
            knownOffset = offset;
            found.write(activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.WRITE), value);
            return;
        }
        writeAny(activation, offset, value);
    }

    @TruffleBoundary
    private void writeAny(Activation activation, long offset, long value) {
        resolve(activation, offset)
                .write(activation.context(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.WRITE), value);
    }

    private ContextAccess resolve(Activation activation, long offset) {
        ContextAccess access = activation.contextLayout().access(Access.WRITE, (int) offset, size.bytes());
        if (access == null) {
            throw MemoryFault.unmapped(Invocation.CONTEXT_WINDOW + offset, size.bytes(), AccessKind.WRITE);
        }
        return access;
    }
}
