package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.kernel.map.Arena;

/** Makes what user space would use of a pointer into an arena: {@code addr_space_cast(r1, 1, 0)}. */
final class ArenaCastNode extends InstructionNode {
    private final Arena arena;
    private final int dst;
    private final int src;

    ArenaCastNode(Arena arena, int dst, int src) {
        this.arena = arena;
        this.dst = dst;
        this.src = src;
    }

    @Override
    void execute(VirtualFrame frame, Activation activation) {
        set(frame, dst, arena.toUser(get(frame, src)));
    }
}
