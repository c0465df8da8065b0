package dev.skep.recording.zstd;

import java.util.Arrays;

/**
 * Decompresses a zstd stream that comes in pieces, a block at a time, so that no piece can become more than there is
 * memory for. Whatever a piece completes can be had at once; a frame need never end. Checksums of frames are passed
 * over.
 */
public final class ZstdDecoder {
    private static final int MAGIC = 0xfd2fb528;
    private static final int SKIPPABLE = 0x184d2a50;
    private static final int LARGEST_BLOCK = 1 << 17;

    /** As zstd itself does, unless it is told otherwise: {@code ZSTD_WINDOWLOG_LIMIT_DEFAULT}. */
    private static final int LARGEST_WINDOW = 1 << 27;

    private enum Expected {
        FRAME,
        BLOCK,
        CHECKSUM,
        SKIPPED
    }

    private final History history = new History();
    private final Literals literals = new Literals();
    private final Sequences sequences = new Sequences();
    private byte[] in = new byte[1 << 16];
    private int from;
    private int end;
    private Expected expected = Expected.FRAME;
    private boolean hasChecksum;
    private long toSkip;

    /** Takes the next bytes of the stream. */
    public void feed(byte[] bytes, int at, int count) {
        if (count > in.length - end) {
            int left = end - from;
            byte[] target = left + count > in.length ? new byte[2 * (left + count)] : in;
            System.arraycopy(in, from, target, 0, left);
            in = target;
            from = 0;
            end = left;
        }
        System.arraycopy(bytes, at, in, end, count);
        end += count;
    }

    /**
     * Decompresses the next block, if it is whole.
     *
     * @return whether there was one, or another part of a frame
     */
    public boolean advance() throws MalformedZstdException {
        return switch (expected) {
            case FRAME -> frame();
            case BLOCK -> block();
            case CHECKSUM -> checksum();
            case SKIPPED -> skip();
        };
    }

    private boolean checksum() {
        if (end - from < 4) {
            return false;
        }
        from += 4;
        expected = Expected.FRAME;
        return true;
    }

    private boolean skip() {
        int count = (int) Math.min(toSkip, end - from);
        from += count;
        toSkip -= count;
        if (toSkip > 0) {
            return false;
        }
        expected = Expected.FRAME;
        return true;
    }

    /** How many decompressed bytes wait to be taken. */
    public int available() {
        return history.available();
    }

    /** A byte that waits, without taking it. */
    public int peek(int at) {
        return history.peek(at);
    }

    /** Takes so many of the bytes that wait. */
    public byte[] take(int count) {
        byte[] bytes = new byte[count];
        history.take(bytes, 0, count);
        return bytes;
    }

    private long little(int at, int count) {
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | in[at + i] & 0xff;
        }
        return value;
    }

    private boolean frame() throws MalformedZstdException {
        if (end - from < 5) {
            return false;
        }
        int magic = (int) little(from, 4);
        if ((magic & -16) == SKIPPABLE) {
            if (end - from < 8) {
                return false;
            }
            toSkip = little(from + 4, 4);
            from += 8;
            expected = Expected.SKIPPED;
            return true;
        }
        if (magic != MAGIC) {
            throw new MalformedZstdException("begins with 0x" + Integer.toHexString(magic) + ", expected 0xfd2fb528");
        }
        int descriptor = in[from + 4] & 0xff;
        boolean single = (descriptor & 0x20) != 0;
        int dictionaryBytes = new int[] {0, 1, 2, 4}[descriptor & 3];
        int sizeBytes = descriptor >>> 6 == 0 ? (single ? 1 : 0) : 1 << (descriptor >>> 6);
        int headerBytes = 5 + (single ? 0 : 1) + dictionaryBytes + sizeBytes;
        if (end - from < headerBytes) {
            return false;
        }
        if ((descriptor & 8) != 0 || dictionaryBytes != 0 && little(from + (single ? 5 : 6), dictionaryBytes) != 0) {
            throw new MalformedZstdException("a frame that needs a dictionary, expected one that needs none");
        }
        hasChecksum = (descriptor & 4) != 0;
        long window = single ? contentSize(sizeBytes, headerBytes) : window(in[from + 5] & 0xff);
        if (window < 0 || window > LARGEST_WINDOW) {
            throw new MalformedZstdException(
                    "a window of " + Long.toUnsignedString(window) + " bytes, expected at most " + LARGEST_WINDOW);
        }
        history.begin((int) window);
        literals.reset();
        sequences.reset();
        from += headerBytes;
        expected = Expected.BLOCK;
        return true;
    }

    private long contentSize(int sizeBytes, int headerBytes) {
        long size = little(from + headerBytes - sizeBytes, sizeBytes);
        return sizeBytes == 2 ? size + 256 : size;
    }

    private static long window(int descriptor) {
        long base = 1L << 10 + (descriptor >>> 3);
        return base + base / 8 * (descriptor & 7);
    }

    private boolean block() throws MalformedZstdException {
        if (end - from < 3) {
            return false;
        }
        int header = (int) little(from, 3);
        int type = header >>> 1 & 3;
        int size = header >>> 3;
        if (size > LARGEST_BLOCK) {
            throw new MalformedZstdException("a block of " + size + " bytes, expected at most " + LARGEST_BLOCK);
        }
        int stored = type == 1 ? 1 : size;
        int start = from + 3;
        if (end - start < stored) {
            return false;
        }
        switch (type) {
            case 0 -> history.append(in, start, size);
            case 1 -> history.fill(in[start], size);
            case 2 -> {
                byte[] contents = Arrays.copyOfRange(in, start, start + size);
                int at = literals.read(contents, 0, size);
                sequences.execute(contents, at, size, literals, history);
            }
            default -> throw new MalformedZstdException("a block of the reserved type");
        }
        from = start + stored;
        if ((header & 1) != 0) {
            expected = hasChecksum ? Expected.CHECKSUM : Expected.FRAME;
        }
        return true;
    }
}
