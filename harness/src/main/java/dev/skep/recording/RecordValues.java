package dev.skep.recording;

import java.nio.charset.StandardCharsets;

/** Values of fields in the record of a tracepoint. */
public final class RecordValues {
    private RecordValues() {}

    /**
     * The number in a field of 1, 2, 4 or 8 bytes.
     *
     * @throws IllegalArgumentException if the field has another size
     */
    public static long number(FormatField field, byte[] raw) {
        return Bytes.number(raw, field.offset(), field.size(), field.signed());
    }

    /** The text in an array of characters up to its NUL, wherever in the record it stands; empty if it is not there. */
    public static String text(FormatField field, byte[] raw) {
        int from = start(field, raw);
        int end = from + length(field, raw);
        if (from < 0 || end > raw.length || end < from) {
            return "";
        }
        int at = from;
        while (at < end && raw[at] != 0) {
            at++;
        }
        return new String(raw, from, at - from, StandardCharsets.UTF_8);
    }

    /** Where in the record the field's bytes begin. */
    static int start(FormatField field, byte[] raw) {
        return switch (field.placement()) {
            case FIXED -> field.offset();
            case DATA_LOC -> Bytes.u16(raw, field.offset());
            case REL_LOC -> field.offset() + 4 + Bytes.u16(raw, field.offset());
        };
    }

    /** How many bytes the field has. */
    static int length(FormatField field, byte[] raw) {
        return switch (field.placement()) {
            case FIXED -> field.size();
            case DATA_LOC, REL_LOC -> Bytes.u16(raw, field.offset() + 2);
        };
    }
}
