package dev.skep.nodes;

import com.oracle.truffle.api.frame.Frame;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.instrumentation.GenerateWrapper;
import com.oracle.truffle.api.instrumentation.InstrumentableNode;
import com.oracle.truffle.api.instrumentation.ProbeNode;
import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.api.instrumentation.Tag;
import com.oracle.truffle.api.interop.NodeLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.nodes.ExplodeLoop;
import com.oracle.truffle.api.source.SourceSection;
import org.jspecify.annotations.Nullable;

/**
 * The instructions of a block that belong to one line of the source: where a debugger can stop. Such nodes are made
 * when an instrument asks for statements; before, and without one, a program has none and pays nothing.
 */
@GenerateWrapper
@ExportLibrary(NodeLibrary.class)
class StatementNode extends InstructionNode implements InstrumentableNode {
    @Children
    private final InstructionNode[] body;

    private final int slot;

    /** @param slot the first instruction of the line */
    StatementNode(InstructionNode[] body, int slot) {
        this.body = body;
        this.slot = slot;
    }

    /** For the wrapper, which has nothing of its own. */
    StatementNode(StatementNode delegate) {
        this(new InstructionNode[0], delegate.slot);
    }

    @Override
    @ExplodeLoop
    void execute(VirtualFrame frame, Activation activation) {
        for (InstructionNode instruction : body) {
            instruction.execute(frame, activation);
        }
    }

    @Override
    public boolean isInstrumentable() {
        return true;
    }

    @Override
    public WrapperNode createWrapper(ProbeNode probe) {
        return new StatementNodeWrapper(this, this, probe);
    }

    @Override
    public boolean hasTag(Class<? extends Tag> tag) {
        return tag == StatementTag.class;
    }

    @Override
    public @Nullable SourceSection getSourceSection() {
        return getRootNode() instanceof CodeRoot root ? root.code.lines().section(slot) : null;
    }

    @ExportMessage
    boolean hasScope(Frame frame) {
        return frame != null;
    }

    @ExportMessage
    Object getScope(Frame frame, boolean nodeEnter) {
        return new RegisterScope(frame.materialize(), Faults.code(this));
    }
}
