package dev.skep.packet.layer;

/** What a header field holds. */
public sealed interface FieldValue permits FieldValue.Num, Octets {
    /**
     * A field of at most 64 bits.
     *
     * @param value not negative, but for fields of 64 bits
     */
    record Num(long value) implements FieldValue {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }
}
