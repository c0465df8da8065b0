package dev.skep.recording.zstd;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The literals of a block (RFC 8878, section 3.1.1.3.1). */
final class Literals {
    private static final int MOST = 1 << 17;

    private byte[] bytes = new byte[0];
    private int size;
    private @Nullable HuffmanTable table;

    /** Forgets the table, as at the start of a frame. */
    void reset() {
        table = null;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Reads the section; gives where the next one begins. */
    int read(byte[] in, int from, int limit) throws MalformedZstdException {
        long header = 0;
        for (int i = 0; i < 5 && from + i < limit; i++) {
            header |= (in[from + i] & 0xffL) << 8 * i;
        }
        int type = (int) header & 3;
        int format = (int) header >>> 2 & 3;
        return type < 2
                ? plain(in, from, limit, header, type, format)
                : compressed(in, from, limit, header, format, type);
    }

    private int plain(byte[] in, int from, int limit, long header, int type, int format) throws MalformedZstdException {
        int headerBytes = (format & 1) == 0 ? 1 : format == 1 ? 2 : 3;
        int count =
                (int) (headerBytes == 1 ? header >>> 3 & 0x1f : header >>> 4 & (headerBytes == 2 ? 0xfff : 0xfffff));
        int at = from + headerBytes;
        int stored = type == 0 ? count : 1;
        resize(count, at + (long) stored <= limit);
        if (type == 0) {
            System.arraycopy(in, at, bytes, 0, count);
        } else {
            Arrays.fill(bytes, 0, count, in[at]);
        }
        return at + stored;
    }

    private int compressed(byte[] in, int from, int limit, long header, int format, int type)
            throws MalformedZstdException {
        int width = format < 2 ? 10 : format == 2 ? 14 : 18;
        int at = from + (format < 2 ? 3 : format == 2 ? 4 : 5);
        int count = (int) (header >>> 4 & (1 << width) - 1);
        int stored = (int) (header >>> 4 + width & (1 << width) - 1);
        int end = at + stored;
        resize(count, end <= limit);
        HuffmanTable codes = table;
        if (type == 2) {
            codes = HuffmanTable.read(in, at, end);
            at = codes.end;
            table = codes;
        }
        if (codes == null) {
            throw new MalformedZstdException("literals without their table");
        }
        if (format == 0) {
            codes.decode(in, at, end, bytes, 0, count);
        } else {
            fourStreams(codes, in, at, end, count);
        }
        return end;
    }

    private void fourStreams(HuffmanTable codes, byte[] in, int from, int end, int count)
            throws MalformedZstdException {
        if (end - from < 6) {
            throw new MalformedZstdException("literals in four streams without their sizes");
        }
        int each = (count + 3) / 4;
        int at = from + 6;
        for (int i = 0; i < 4; i++) {
            int length = i == 3 ? end - at : in[from + 2 * i] & 0xff | (in[from + 2 * i + 1] & 0xff) << 8;
            int symbols = i == 3 ? count - 3 * each : each;
            if (length < 0 || symbols < 0 || at + length > end) {
                throw new MalformedZstdException("literals in four streams that overlap");
            }
            codes.decode(in, at, at + length, bytes, i * each, symbols);
            at += length;
        }
    }

    private void resize(int count, boolean fits) throws MalformedZstdException {
        if (!fits || count > MOST) {
            throw new MalformedZstdException(count + " literals, expected fewer, within their block");
        }
        if (bytes.length < count) {
            bytes = new byte[count];
        }
        size = count;
    }
}
