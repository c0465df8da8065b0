package dev.skep.testing;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The type of a key, value, record or variable: bytes to values and back. Without BTF a value is its bytes as
 * lower-case hex, and a number where it has at most eight bytes and the test gives one.
 *
 * @param what it is, for messages: {@code map flows, key}
 * @param btf null if the object declares no type
 */
record ValueType(String what, @Nullable Btf btf, int id, int sizeBytes) {

    /** As a tree of plain values; see {@link BtfValue}. */
    Object read(byte[] bytes) {
        if (btf == null || id == 0) {
            return HexFormat.of().formatHex(bytes);
        }
        return BtfValue.read(btf, id, bytes.length == sizeBytes ? bytes : Arrays.copyOf(bytes, sizeBytes));
    }

    /**
     * From a number, a text, a record, a {@code Map}, a {@code List}, or the very bytes.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    byte[] write(@Nullable Object value) {
        Object plain = RecordMapping.plain(value);
        if (btf != null && id != 0) {
            try {
                return BtfValue.write(btf, id, plain);
            } catch (BtfValueException e) {
                throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
            }
        }
        byte[] bytes = switch (plain) {
            case byte[] given -> given;
            case Number number when sizeBytes <= Long.BYTES -> LittleEndian.bytes(number.longValue(), sizeBytes);
            case String hex -> parse(hex);
            case null, default ->
                throw new IllegalArgumentException(
                        what + " has no declared type: expected bytes or hex, found " + plain);
        };
        if (bytes.length != sizeBytes) {
            throw new IllegalArgumentException(what + ": " + bytes.length + " bytes, expected " + sizeBytes);
        }
        return bytes;
    }

    private byte[] parse(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " has no declared type: expected hex, found " + hex, e);
        }
    }
}
