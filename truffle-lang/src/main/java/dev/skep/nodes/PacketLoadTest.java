package dev.skep.nodes;

import static dev.skep.nodes.Frames.get;

import com.oracle.truffle.api.frame.VirtualFrame;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.PacketAddressing;

/** A load from the packet that ends the function with 0 when the packet is too short. */
final class PacketLoadTest extends TestNode {
    private final LoadPacket load;
    private final int slot;

    PacketLoadTest(LoadPacket load, int slot) {
        this.load = load;
        this.slot = slot;
    }

    @Override
    boolean execute(VirtualFrame frame, Activation activation) {
        int offset = load.immediate();
        if (load.addressing() == PacketAddressing.INDIRECT) {
            offset += (int) get(frame, load.src().number());
        }
        throw Faults.of(this, frame, slot, "legacy packet load at " + offset + " without a socket buffer");
    }
}
