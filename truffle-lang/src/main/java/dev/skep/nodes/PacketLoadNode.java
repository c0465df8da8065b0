package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;
import static dev.skep.nodes.Frames.set;

import com.oracle.truffle.api.CompilerDirectives;
import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.PacketAddressing;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.net.PacketLoad;
import dev.skep.kernel.net.SkBuff;

/**
 * The loads from the packet that classic filters had. The packet is that of the event, whose context the kernel makes
 * sure is in r6. When it is too short, the function ends with 0.
 */
final class PacketLoadNode extends BranchNode {
    private static final int NO_REGISTER = -1;

    private final int slot;
    private final int bytes;
    private final int src;
    private final int immediate;

    PacketLoadNode(LoadPacket load, int slot) {
        this.slot = slot;
        this.bytes = load.size().bytes();
        this.src = load.addressing() == PacketAddressing.INDIRECT ? load.src().number() : NO_REGISTER;
        this.immediate = load.immediate();
    }

    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        if (!(activation.invocation.context() instanceof SkBuff packet)) {
            throw Faults.of(this, frame, slot, "load from a packet, but the context is no socket buffer");
        }
        int offset = src == NO_REGISTER ? immediate : (int) get(frame, src) + immediate;
        long loaded = load(frame, packet, offset);
        boolean outside = loaded == PacketLoad.OUTSIDE;
        set(frame, 0, outside ? 0 : loaded);
        return outside;
    }

    private long load(VirtualFrame frame, SkBuff packet, int offset) {
        try {
            return PacketLoad.load(packet, offset, bytes);
        } catch (MemoryFault fault) {
            CompilerDirectives.transferToInterpreter();
            throw Faults.memory(this, frame, slot, fault);
        }
    }
}
