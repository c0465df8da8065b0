package dev.skep.nodes;

import com.oracle.truffle.api.instrumentation.StandardTags.StatementTag;
import com.oracle.truffle.api.nodes.NodeUtil;
import com.oracle.truffle.api.nodes.RootNode;
import com.oracle.truffle.api.source.SourceSection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function of a program, or a part of one that is compiled by itself. */
abstract class CodeRoot extends RootNode {
    final Code code;
    private final Part part;

    CodeRoot(Part part) {
        super(part.code().language(), Frames.DESCRIPTOR);
        this.code = part.code();
        this.part = part;
    }

    @Override
    public final String getName() {
        return part.name();
    }

    @Override
    public final String toString() {
        return part.name();
    }

    /** Where the function stands in its source. */
    @Override
    public @Nullable SourceSection getSourceSection() {
        return code.lines().section(part.startSlot(), part.endSlot());
    }

    /** An instrument that wants statements gets a node for each line, made of the instructions that belong to it. */
    @Override
    protected void prepareForInstrumentation(Set<Class<?>> tags) {
        if (tags.contains(StatementTag.class) && !code.lines().isEmpty()) {
            NodeUtil.findAllNodeInstances(this, Block.class).forEach(block -> block.groupByLine(code.lines()));
        }
    }

    /** What a call is made with: the activation, and for a function its arguments. */
    static Activation activation(Object[] arguments) {
        return (Activation) arguments[0];
    }
}
