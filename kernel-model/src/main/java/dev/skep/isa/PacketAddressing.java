package dev.skep.isa;

/** Where a legacy packet load takes its offset from. */
public enum PacketAddressing {
    /** The immediate. */
    ABSOLUTE(0x20),
    /** The source register plus the immediate. */
    INDIRECT(0x40);

    private final int code;

    PacketAddressing(int code) {
        this.code = code;
    }

    /** The mode bits of an opcode. */
    int code() {
        return code;
    }
}
