package dev.skep.packet.layer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of TCP as a list in brackets: {@code [mss 1460,sackok,ts 1 0,nop,wscale 7]}. What has no name here, or is
 * broken, is {@code option KIND 0xBYTES}, and the rest of broken options {@code raw 0xBYTES}; {@code end} is the end of
 * the list, of which the bytes that fill the header up are more.
 */
final class TcpOptions {
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int MSS = 2;
    private static final int WINDOW_SCALE = 3;
    private static final int SACK_PERMITTED = 4;
    private static final int TIMESTAMPS = 8;

    private TcpOptions() {}

    static String print(Octets options) {
        byte[] bytes = options.toArray();
        List<String> parts = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int kind = bytes[at] & 0xff;
            if (kind == END || kind == NOP) {
                parts.add(kind == END ? "end" : "nop");
                at++;
                continue;
            }
            int length = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || at + length > bytes.length) {
                parts.add("raw " + Octets.of(bytes, at, bytes.length));
                break;
            }
            parts.add(print(kind, Octets.of(bytes, at + 2, at + length)));
            at += length;
        }
        return "[" + String.join(",", parts) + "]";
    }

    private static String print(int kind, Octets value) {
        int size = value.size();
        if (kind == MSS && size == 2) {
            return "mss " + number(value, 0, 2);
        }
        if (kind == WINDOW_SCALE && size == 1) {
            return "wscale " + number(value, 0, 1);
        }
        if (kind == SACK_PERMITTED && size == 0) {
            return "sackok";
        }
        if (kind == TIMESTAMPS && size == 8) {
            return "ts " + number(value, 0, 4) + " " + number(value, 4, 8);
        }
        return "option " + kind + " " + value;
    }

    private static long number(Octets value, int from, int to) {
        return Long.parseLong(value.slice(from, to).hex(), 16);
    }

    static Octets parse(String text) {
        String inner = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : inner.isBlank() ? new String[0] : inner.split(",", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            bytes.writeBytes(option(part.strip(), words));
        }
        return Octets.of(bytes.toByteArray());
    }

    private static byte[] option(String text, String[] words) {
        return switch (words[0] + "/" + (words.length - 1)) {
            case "end/0" -> new byte[] {END};
            case "nop/0" -> new byte[] {NOP};
            case "sackok/0" -> new byte[] {SACK_PERMITTED, 2};
            case "mss/1" -> withValue(MSS, big(words[1], 2));
            case "wscale/1" -> withValue(WINDOW_SCALE, big(words[1], 1));
            case "ts/2" -> withValue(TIMESTAMPS, big(words[1], 4), big(words[2], 4));
            case "option/2" -> withValue(big(words[1], 1)[0], bytes(words[2]));
            case "raw/1" -> bytes(words[1]);
            default ->
                throw new IllegalArgumentException(text
                        + ": expected mss N, wscale N, sackok, ts N N, nop, end, option KIND 0xBYTES, raw 0xBYTES");
        };
    }

    private static byte[] bytes(String text) {
        return ((Octets) FieldForm.BYTES.parse(text)).toArray();
    }

    private static byte[] big(String text, int size) {
        long number = ((FieldValue.Num) FieldForm.DECIMAL.parse(text)).value();
        if (number >>> 8 * size != 0) {
            throw new IllegalArgumentException(text + ": expected at most " + ((1L << 8 * size) - 1));
        }
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (number >>> 8 * (size - 1 - i));
        }
        return bytes;
    }

    private static byte[] withValue(int kind, byte[]... values) {
        ByteArrayOutputStream option = new ByteArrayOutputStream();
        option.write(kind);
        option.write(2);
        for (byte[] value : values) {
            option.writeBytes(value);
        }
        byte[] bytes = option.toByteArray();
        if (bytes.length > 0xff) {
            throw new IllegalArgumentException("an option of " + bytes.length + " bytes, expected at most 255");
        }
        bytes[1] = (byte) bytes.length;
        return bytes;
    }
}
