package dev.skep.packet.layer;

import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that do not change: an address of IPv6, options, a payload. */
public final class Octets implements FieldValue {
    static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte... bytes) {
        return new Octets(bytes.clone());
    }

    static Octets of(byte[] bytes, int from, int to) {
        return new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    /**
     * Reads hexadecimal digits, two a byte.
     *
     * @throws IllegalArgumentException where they are none
     */
    public static Octets ofHex(String digits) {
        return new Octets(HexFormat.of().parseHex(digits));
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** These bytes and as many zeros as make their number a multiple of {@code unit}. */
    Octets paddedTo(int unit) {
        int padded = (bytes.length + unit - 1) / unit * unit;
        return padded == bytes.length ? this : new Octets(Arrays.copyOf(bytes, padded));
    }

    Octets slice(int from, int to) {
        return of(bytes, from, to);
    }

    /** Lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "0x" + hex();
    }
}
