package dev.skep.hostkernel.random;

/**
 * What the generator believes that a register or a stack slot holds. It may be wrong, which makes a program worth a
 * try.
 */
sealed interface Content {
    record Nothing() implements Content {}

    /** @param max the largest unsigned value; -1 when nothing is known */
    record Scalar(long max) implements Content {}

    /** @param offset from the frame's upper end, at most 0 */
    record Frame(int offset) implements Content {}

    record Context() implements Content {}

    /** @param size bytes behind the pointer */
    record Memory(int size, Kind kind) implements Content {}

    record MaybeMemory(int size, Kind kind) implements Content {}

    /** @param size bytes known to be there */
    record Packet(int size) implements Content {}

    record PacketEnd() implements Content {}

    /** Where memory comes from. */
    enum Kind {
        MAP_VALUE,
        READ_ONLY_VALUE,
        ARGUMENT,
        RING_RECORD
    }

    static Content nothing() {
        return new Nothing();
    }

    /** A number of which nothing is known. */
    static Content anyNumber() {
        return new Scalar(-1);
    }

    default boolean isNumber() {
        return this instanceof Scalar;
    }

    default boolean isPointer() {
        return !(this instanceof Scalar || this instanceof Nothing);
    }

    /** What is believed where two paths meet. */
    static Content meet(Content one, Content other) {
        if (one.equals(other)) {
            return one;
        }
        if (one instanceof Scalar a && other instanceof Scalar b) {
            return a.max() < 0 || b.max() < 0 ? anyNumber() : new Scalar(Math.max(a.max(), b.max()));
        }
        if (one instanceof Packet a && other instanceof Packet b) {
            return new Packet(Math.min(a.size(), b.size()));
        }
        return nothing();
    }
}
