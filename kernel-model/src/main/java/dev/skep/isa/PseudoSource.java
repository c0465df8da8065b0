package dev.skep.isa;

/**
 * What the constant of a two-slot load stands for when it is not a number: the source field of {@code LD_IMM64} (RFC
 * 9669, section 5.4).
 */
public enum PseudoSource {
    /** The address of the map with this descriptor. */
    MAP_FD(1),
    /** An address inside the first value of the map with this descriptor; the second immediate is the offset. */
    MAP_VALUE(2),
    /** The address of a kernel variable: its BTF id, and the descriptor of the module's BTF in the second immediate. */
    BTF_ID(3),
    /** The address of a subprogram, relative to the next instruction: a callback. */
    FUNC(4),
    /** Like {@link #MAP_FD}, by the index in the array of descriptors that the load names. */
    MAP_IDX(5),
    /** Like {@link #MAP_VALUE}, by index. */
    MAP_IDX_VALUE(6);

    private final int code;

    PseudoSource(int code) {
        this.code = code;
    }

    /** What stands in the source field. */
    public int code() {
        return code;
    }
}
