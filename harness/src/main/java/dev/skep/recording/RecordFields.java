package dev.skep.recording;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The record of a tracepoint as values by the names of its fields, and back. Numbers are numbers, or {@code "0x…"}
 * where they are pointers or too large; arrays of characters are texts, other arrays lists; what has the size of no
 * number is hex digits. Fields that every record has are left out where they say what is known anyway.
 */
final class RecordFields {
    private RecordFields() {}

    /** The values of a record that happened to this thread. */
    static Map<String, Object> decode(TracepointFormat format, byte[] raw, int tid) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (FormatField field : format.fields()) {
            if (!isKnownAnyway(format, field, raw, tid)) {
                values.put(field.name(), value(field, raw));
            }
        }
        return values;
    }

    private static boolean isKnownAnyway(TracepointFormat format, FormatField field, byte[] raw, int tid) {
        if (!field.isCommon()) {
            return false;
        }
        long number = RecordValues.number(field, raw);
        return switch (field.name()) {
            case "common_type" -> number == format.id();
            case "common_pid" -> number == tid;
            default -> number == 0;
        };
    }

    private static Object value(FormatField field, byte[] raw) {
        if (field.isText()) {
            return RecordValues.text(field, raw);
        }
        int from = RecordValues.start(field, raw);
        int length = RecordValues.length(field, raw);
        if (from < 0 || from + length > raw.length) {
            return "";
        }
        if (!field.isArray()) {
            return isNumber(field.size())
                    ? number(field, raw, from, field.size())
                    : HexFormat.of().formatHex(raw, from, from + length);
        }
        int each = field.elementSize();
        List<Object> elements = new ArrayList<>();
        for (int at = from; at + each <= from + length; at += each) {
            elements.add(number(field, raw, at, each));
        }
        return elements;
    }

    private static boolean isNumber(int size) {
        return size == 1 || size == 2 || size == 4 || size == 8;
    }

    private static Object number(FormatField field, byte[] raw, int at, int size) {
        long number = Bytes.number(raw, at, size, field.signed());
        boolean pointer = field.type().contains("*") && size == 8;
        return pointer || number < 0 && field.signed() == FormatField.Sign.UNSIGNED
                ? "0x" + Long.toHexString(number)
                : (Object) number;
    }

    /**
     * The record that has these values; fields without one are zero, or what is known anyway.
     *
     * @throws IllegalArgumentException if there is no field of a name, or a value does not fit it
     */
    static byte[] encode(TracepointFormat format, Map<String, ?> values, int tid) {
        for (String name : values.keySet()) {
            if (format.field(name) == null) {
                throw new IllegalArgumentException(format.eventName() + " has no field " + name + ", expected one of "
                        + format.fields().stream().map(FormatField::name).toList());
            }
        }
        int fixed = format.fixedSize();
        byte[] bytes = new byte[fixed];
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        for (FormatField field : format.fields()) {
            Object value = values.get(field.name());
            if (value == null) {
                value = switch (field.name()) {
                    case "common_type" -> (long) format.id();
                    case "common_pid" -> (long) tid;
                    default -> null;
                };
            }
            if (field.placement() != FormatField.Placement.FIXED) {
                byte[] part = value == null ? new byte[0] : part(format, field, value);
                int at = fixed + behind.size();
                int told = field.placement() == FormatField.Placement.REL_LOC ? at - field.offset() - 4 : at;
                Bytes.put(bytes, field.offset(), 4, (long) part.length << 16 | told);
                behind.writeBytes(part);
            } else if (value != null) {
                byte[] part = part(format, field, value);
                if (part.length > field.size()) {
                    throw mismatch(format, field, value);
                }
                System.arraycopy(part, 0, bytes, field.offset(), part.length);
            }
        }
        byte[] whole = Arrays.copyOf(bytes, paddedSize(fixed + behind.size()));
        System.arraycopy(behind.toByteArray(), 0, whole, fixed, behind.size());
        return whole;
    }

    /** Records fill words of eight bytes together with the four that tell their size. */
    private static int paddedSize(int size) {
        return (size + 4 + 7 & -8) - 4;
    }

    private static byte[] part(TracepointFormat format, FormatField field, Object value) {
        return switch (value) {
            case String text
            when field.isText() -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                boolean variable = field.placement() != FormatField.Placement.FIXED;
                yield variable ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
            }
            case List<?> list
            when field.isArray() -> {
                int each = field.elementSize();
                byte[] bytes = new byte[each * list.size()];
                for (int i = 0; i < list.size(); i++) {
                    Bytes.put(bytes, each * i, each, number(format, field, list.get(i)));
                }
                yield bytes;
            }
            case String digits when !isNumber(field.size()) -> hex(format, field, digits);
            default -> {
                byte[] bytes = new byte[field.size()];
                Bytes.put(bytes, 0, Math.min(8, field.size()), number(format, field, value));
                yield bytes;
            }
        };
    }

    private static byte[] hex(TracepointFormat format, FormatField field, String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw mismatch(format, field, digits);
        }
    }

    private static long number(TracepointFormat format, FormatField field, Object value) {
        return switch (value) {
            case Long number -> number;
            case Integer number -> number;
            case BigInteger number -> number.longValue();
            case String text
            when text.startsWith("0x") && text.length() <= 18 && text.length() > 2 -> parseHex(format, field, text);
            default -> throw mismatch(format, field, value);
        };
    }

    private static long parseHex(TracepointFormat format, FormatField field, String text) {
        try {
            return Long.parseUnsignedLong(text.substring(2), 16);
        } catch (NumberFormatException e) {
            throw mismatch(format, field, text);
        }
    }

    private static IllegalArgumentException mismatch(TracepointFormat format, FormatField field, Object value) {
        return new IllegalArgumentException(format.eventName() + ", field " + field.name() + ": " + value
                + " does not fit " + field.type() + " of " + field.size() + " bytes");
    }
}
