package dev.skep.recording.zstd;

import java.util.Arrays;

/** What was decompressed: the part that nobody has taken yet, and before it as much as copies may reach back to. */
final class History {
    private byte[] bytes = new byte[1 << 16];
    private int taken;
    private int end;
    private int window;
    /** Where the frame began, before which no copy reaches. */
    private int frameStart;

    /** A frame begins, whose copies reach this far back. */
    void begin(int windowBytes) {
        window = windowBytes;
        frameStart = end;
    }

    int available() {
        return end - taken;
    }

    /** Takes bytes that are there. */
    void take(byte[] into, int at, int count) {
        System.arraycopy(bytes, taken, into, at, count);
        taken += count;
    }

    int peek(int at) {
        return bytes[taken + at] & 0xff;
    }

    void append(byte[] from, int at, int count) {
        grow(count);
        System.arraycopy(from, at, bytes, end, count);
        end += count;
    }

    void fill(byte value, int count) {
        grow(count);
        Arrays.fill(bytes, end, end + count, value);
        end += count;
    }

    void repeat(int distance, int count) throws MalformedZstdException {
        if (distance < 1 || distance > end - frameStart || distance > window) {
            throw new MalformedZstdException(
                    "a copy from " + distance + " bytes before, where there are " + Math.min(end - frameStart, window));
        }
        grow(count);
        for (int i = 0; i < count; i++) {
            bytes[end + i] = bytes[end - distance + i];
        }
        end += count;
    }

    /** Makes room; drops what nobody needs any more. */
    private void grow(int count) {
        if (count <= bytes.length - end) {
            return;
        }
        int keep = Math.max(0, Math.min(taken, end - window));
        byte[] target = bytes;
        if (end - keep + count > bytes.length - bytes.length / 4) {
            target = new byte[Math.max(bytes.length * 2, 2 * (end - keep + count))];
        }
        System.arraycopy(bytes, keep, target, 0, end - keep);
        bytes = target;
        taken -= keep;
        end -= keep;
        frameStart = Math.max(0, frameStart - keep);
    }
}
