package dev.skep.recording;

import java.nio.charset.StandardCharsets;

/**
 * A record of perf's event stream, as it stands in the file. Counterpart: {@code struct perf_event_header} and what
 * follows it.
 *
 * <pre>
 *   0        4       6       8
 *   | type   | misc  | size  | contents up to size ...
 * </pre>
 *
 * @param offset where it begins in the file; of a compressed record, where the compressed one begins
 */
record RawRecord(byte[] bytes, long offset) {
    static final int HEADER_BYTES = 8;

    static final int MMAP = 1;
    static final int LOST = 2;
    static final int COMM = 3;
    static final int EXIT = 4;
    static final int FORK = 7;
    static final int SAMPLE = 9;
    static final int MMAP2 = 10;
    static final int LOST_SAMPLES = 13;
    static final int CGROUP = 19;
    /** The highest number that Linux 6.18 writes itself: {@code PERF_RECORD_CALLCHAIN_DEFERRED}. */
    static final int LAST_OF_KERNEL = 22;

    static final int HEADER_ATTR = 64;
    static final int HEADER_TRACING_DATA = 66;
    static final int FINISHED_ROUND = 68;
    static final int AUXTRACE = 71;
    static final int COMPRESSED = 81;
    static final int COMPRESSED2 = 83;
    /** The highest number that perf of Linux 6.18 writes. */
    static final int LAST_OF_PERF = 84;

    int type() {
        return Bytes.s32(bytes, 0);
    }

    int misc() {
        return Bytes.u16(bytes, 4);
    }

    int size() {
        return bytes.length;
    }

    int s32(int at) {
        check(at, 4);
        return Bytes.s32(bytes, at);
    }

    long u64(int at) {
        check(at, 8);
        return Bytes.u64(bytes, at);
    }

    /** A text that ends at a NUL, or at {@code end}. */
    String text(int from, int end) {
        check(from, end - from);
        int at = from;
        while (at < end && bytes[at] != 0) {
            at++;
        }
        return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    /** Makes sure that the record has these bytes. */
    void check(int at, int length) {
        if (at < 0 || length < 0 || at > bytes.length - length) {
            throw new ShortRecordException("record of type " + type() + " has " + bytes.length + " bytes, expected "
                    + (length < 0 ? "more" : "at least " + ((long) at + length)));
        }
    }

    /** A record that ends before what it should have. */
    static final class ShortRecordException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShortRecordException(String problem) {
            super(problem);
        }
    }
}
