package dev.skep.object;

import java.util.Arrays;

/** Bytes that are not changed any more. */
public final class Contents {
    /** None. */
    public static final Contents EMPTY = new Contents(new byte[0]);

    private final byte[] bytes;

    private Contents(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static Contents of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Contents(bytes.clone());
    }

    public int size() {
        return bytes.length;
    }

    /** A copy, with zeros behind or cut to {@code size} bytes. */
    public byte[] toBytes(int size) {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contents contents && Arrays.equals(bytes, contents.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
