package dev.skep.helper.trace;

/**
 * Where formatted text goes: counts all of it, keeps what fits, as {@code vsnprintf} does with its buffer and its size.
 */
final class TextSink {
    /** Takes one byte of the text. */
    @FunctionalInterface
    interface Target {
        void put(long index, byte value);
    }

    private final Target target;
    private final long size;
    private long length;

    /** A target for {@code size} bytes, of which the last is for the NUL. */
    TextSink(long size, Target target) {
        this.size = size;
        this.target = target;
    }

    /** Bytes of text so far, also those that did not fit. */
    long length() {
        return length;
    }

    boolean isFull() {
        return length >= size;
    }

    void put(int c) {
        if (length < size) {
            target.put(length, (byte) c);
        }
        length++;
    }

    void put(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            put(text[i]);
        }
    }

    void repeat(int c, long count) {
        if (count <= 0) {
            return;
        }
        long end = length + count;
        while (length < end && length < size) {
            put(c);
        }
        length = end;
    }

    /** Ends the text with a NUL, in place of its last byte where it did not fit. */
    void terminate() {
        if (size > 0) {
            target.put(Math.min(length, size - 1), (byte) 0);
        }
    }
}
