package dev.skep.recording;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The formats of tracepoints, as {@code perf record} copies them from tracefs into its file.
 *
 * <pre>
 *   17 08 44 "tracing" "0.6\0" endian(1) sizeof(long)(1) page size(4)
 *   "header_page\0"  size(8) ...   "header_event\0" size(8) ...
 *   count(4) { size(8) format }                        formats of ftrace itself
 *   count(4) { system "\0" count(4) { size(8) format } }
 *   size(4) kallsyms   size(4) printk formats   size(8) saved command names
 * </pre>
 */
final class TracingData {
    private static final byte[] MAGIC = {23, 8, 68, 't', 'r', 'a', 'c', 'i', 'n', 'g'};

    private final byte[] bytes;
    private final long offset;
    private final BiConsumer<String, String> unreadable;
    private final Map<Integer, TracepointFormat> formats = new HashMap<>();
    private int at;

    /**
     * Prepares for reading.
     *
     * @param offset where the bytes stand in the file, for messages
     * @param unreadable takes where and what cannot be read
     */
    TracingData(byte[] bytes, long offset, BiConsumer<String, String> unreadable) {
        this.bytes = bytes;
        this.offset = offset;
        this.unreadable = unreadable;
    }

    /** The formats by their ids: all of them, or those before the place at which the data break off. */
    Map<Integer, TracepointFormat> read() {
        try {
            header();
            int ftrace = count("formats of ftrace");
            for (int i = 0; i < ftrace; i++) {
                format("ftrace");
            }
            int systems = count("systems");
            for (int i = 0; i < systems; i++) {
                String system = text();
                int events = count("formats of " + system);
                for (int j = 0; j < events; j++) {
                    format(system);
                }
            }
        } catch (RawRecord.ShortRecordException broken) {
            unreadable.accept("offset " + (offset + at), String.valueOf(broken.getMessage()));
        }
        return Map.copyOf(formats);
    }

    private void header() {
        need(MAGIC.length);
        for (byte expected : MAGIC) {
            if (bytes[at] != expected) {
                throw new RawRecord.ShortRecordException("tracing data begin with another magic number");
            }
            at++;
        }
        text();
        need(6);
        if (bytes[at] != 0) {
            throw new RawRecord.ShortRecordException("tracing data of a big-endian machine, expected little-endian");
        }
        at += 6;
        for (String part : new String[] {"header_page", "header_event"}) {
            String found = text();
            if (!found.equals(part)) {
                throw new RawRecord.ShortRecordException(
                        "tracing data have \"" + found + "\", expected \"" + part + "\"");
            }
            int size = size();
            at += size;
        }
    }

    private void format(String system) {
        int size = size();
        String text = new String(bytes, at, size, StandardCharsets.UTF_8);
        try {
            TracepointFormat format = FormatText.parse(system, text);
            formats.put(format.id(), format);
        } catch (IllegalArgumentException e) {
            unreadable.accept("offset " + (offset + at), "format of " + system + ": " + e.getMessage());
        }
        at += size;
    }

    private String text() {
        int start = at;
        while (at < bytes.length && bytes[at] != 0) {
            at++;
        }
        need(1);
        at++;
        return new String(bytes, start, at - 1 - start, StandardCharsets.UTF_8);
    }

    private int count(String what) {
        need(4);
        int count = Bytes.s32(bytes, at);
        at += 4;
        if (count < 0 || count > bytes.length) {
            throw new RawRecord.ShortRecordException(
                    Integer.toUnsignedString(count) + " " + what + ", expected fewer than bytes are left");
        }
        return count;
    }

    private int size() {
        need(8);
        long size = Bytes.u64(bytes, at);
        at += 8;
        if (size < 0 || size > bytes.length - at) {
            throw new RawRecord.ShortRecordException("a part of " + Long.toUnsignedString(size)
                    + " bytes, expected at most the " + (bytes.length - at) + " that are left");
        }
        return (int) size;
    }

    private void need(int count) {
        if (bytes.length - at < count) {
            throw new RawRecord.ShortRecordException("tracing data end after " + bytes.length + " bytes");
        }
    }
}
