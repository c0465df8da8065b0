package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.FloatType;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Fwd;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Modifier;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes to typed values; {@link BtfValue} has the table of shapes. */
final class ValueReader {
    static final int MAX_DEPTH = 64;
    private static final BigInteger LONG_RANGE = BigInteger.ONE.shiftLeft(64);

    private final Btf btf;
    private final byte[] bytes;
    private final ByteBuffer buffer;
    /**
     * How many values may still be made: a type that contains itself, or unions of unions, could ask for any number.
     */
    private long budget;

    ValueReader(Btf btf, byte[] bytes) {
        this.btf = btf;
        this.bytes = bytes;
        this.buffer = ByteBuffer.wrap(bytes).order(btf.order());
        this.budget = 100_000 + 16L * bytes.length;
    }

    Object read(int type) {
        return read(type, 0, 0, "");
    }

    private Object read(int id, long offset, int depth, String path) {
        int resolved = btf.resolve(id);
        if (depth > MAX_DEPTH || --budget < 0) {
            throw new MalformedBtfException(
                    "type " + id + " contains itself or has too many parts, expected a finite type");
        }
        return switch (btf.type(resolved)) {
            case Int integer -> integer(integer, offset, path);
            case Enumeration enumeration -> enumerator(enumeration, number(offset, enumeration.sizeBytes(), path));
            case FloatType number -> floating(number, offset, path);
            case Ptr _ -> "0x" + Long.toHexString(number(offset, 8, path));
            case Array array -> array(array, offset, depth, path);
            case Composite composite -> {
                need(offset, composite.sizeBytes(), path);
                Map<String, Object> members = new LinkedHashMap<>();
                members(composite, offset, depth, path, members);
                yield members;
            }
            case Datasec section -> section(section, offset, depth);
            case Var variable -> read(variable.type(), offset, depth + 1, path);
            case BtfType.VoidType _, Fwd _, Func _, FuncProto _, DeclTag _, Typedef _, Modifier _ ->
                throw new MalformedBtfException(
                        "type " + id + ": " + btf.kind(resolved).label() + " '" + btf.name(resolved)
                                + "' has no value, expected a type with a size");
        };
    }

    private void need(long offset, long size, String path) {
        if (offset + size > bytes.length) {
            throw new BtfValueException(path, bytes.length + " bytes", "at least " + (offset + size));
        }
    }

    /** An integer of up to eight bytes, zero extended. */
    private long number(long offset, int sizeBytes, String path) {
        need(offset, sizeBytes, path);
        int at = (int) offset;
        return switch (sizeBytes) {
            case 1 -> buffer.get(at) & 0xff;
            case 2 -> buffer.getShort(at) & 0xffff;
            case 4 -> Integer.toUnsignedLong(buffer.getInt(at));
            case 8 -> buffer.getLong(at);
            default -> BitField.read(bytes, offset * 8, 8 * sizeBytes, btf.order());
        };
    }

    private Object integer(Int integer, long offset, String path) {
        if (integer.bits() != 8 * integer.sizeBytes()) {
            need(offset, integer.sizeBytes(), path);
            return bits(integer, offset * 8 + integer.bitOffset(), integer.bits(), path);
        }
        if (integer.sizeBytes() > 8) {
            need(offset, integer.sizeBytes(), path);
            byte[] value = Arrays.copyOfRange(bytes, (int) offset, (int) offset + integer.sizeBytes());
            return wide(integer.signed(), btf.order() == ByteOrder.LITTLE_ENDIAN ? reversed(value) : value);
        }
        return plain(integer, number(offset, integer.sizeBytes(), path), integer.bits());
    }

    private static Object plain(Int integer, long value, int width) {
        if (integer.bool() && (value == 0 || value == 1)) {
            return value == 1;
        }
        return integer(value, width, integer.signed());
    }

    /** {@code value} holds {@code width} bits, zero extended. */
    private static Object integer(long value, int width, boolean signed) {
        if (signed) {
            int unused = 64 - width;
            return value << unused >> unused;
        }
        return value >= 0 ? (Object) value : BigInteger.valueOf(value).add(LONG_RANGE);
    }

    private static Object wide(boolean signed, byte[] bigEndian) {
        BigInteger value = signed ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private static byte[] reversed(byte[] value) {
        byte[] reversed = new byte[value.length];
        for (int i = 0; i < value.length; i++) {
            reversed[i] = value[value.length - 1 - i];
        }
        return reversed;
    }

    private static Object enumerator(Enumeration enumeration, long value) {
        int unused = 64 - 8 * enumeration.sizeBytes();
        long mask = -1L >>> unused;
        for (Enumerator enumerator : enumeration.values()) {
            if ((enumerator.value() & mask) == (value & mask)) {
                return enumerator.name();
            }
        }
        return integer(value, 8 * enumeration.sizeBytes(), enumeration.signed());
    }

    private Object floating(FloatType type, long offset, String path) {
        need(offset, type.sizeBytes(), path);
        int at = (int) offset;
        return switch (type.sizeBytes()) {
            case 2 -> (double) Float.float16ToFloat(buffer.getShort(at));
            case 4 -> (double) buffer.getFloat(at);
            case 8 -> buffer.getDouble(at);
            default ->
                throw new BtfValueException(
                        path, "floating point of " + type.sizeBytes() + " bytes", "one of 2, 4 or 8");
        };
    }

    private Object array(Array array, long offset, int depth, String path) {
        long elementBytes = btf.sizeOf(array.element());
        long size = array.count() == 0 ? 0 : Math.multiplyExact(elementBytes, array.count());
        need(offset, size, path);
        if (btf.type(btf.resolve(array.element())) instanceof Int integer && integer.character()) {
            String text = text((int) offset, (int) array.count());
            if (text != null) {
                return text;
            }
        }
        List<Object> elements = new ArrayList<>();
        for (long i = 0; i < array.count(); i++) {
            elements.add(read(array.element(), offset + i * elementBytes, depth + 1, path + "[" + i + "]"));
        }
        return elements;
    }

    /** The text up to the first NUL, or null if it is not printable UTF-8. */
    private @Nullable String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            byte b = bytes[end];
            boolean control = (b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r') || b == 0x7f;
            if (control) {
                return null;
            }
            end++;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, end - offset))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void members(Composite composite, long offset, int depth, String path, Map<String, Object> into) {
        for (Member member : composite.members()) {
            StructLayout.Field place = StructLayout.field(btf, member.name(), member, offset * 8 + member.bitOffset());
            if (place.bitFieldSize() != 0) {
                into.putIfAbsent(member.name(), bitField(place, path + "." + member.name()));
                continue;
            }
            if (member.name().isEmpty()) {
                if (depth > MAX_DEPTH || --budget < 0) {
                    throw new MalformedBtfException(
                            "'" + composite.name() + "' contains itself, expected a finite type");
                }
                if (btf.type(btf.resolve(member.type())) instanceof Composite inner) {
                    members(inner, place.offset(), depth + 1, path, into);
                }
                continue;
            }
            String memberPath = path.isEmpty() ? member.name() : path + "." + member.name();
            into.putIfAbsent(member.name(), read(member.type(), place.offset(), depth + 1, memberPath));
        }
    }

    private Object bitField(StructLayout.Field place, String path) {
        return switch (btf.type(btf.resolve(place.type()))) {
            case Int integer -> bits(integer, place.bitOffset(), place.bitFieldSize(), path);
            case Enumeration enumeration -> {
                int width = place.bitFieldSize();
                long value = rawBits(place.bitOffset(), width, path);
                int unused = 64 - width;
                yield enumerator(enumeration, enumeration.signed() ? value << unused >> unused : value);
            }
            case BtfType other ->
                throw new MalformedBtfException(
                        path + ": bit field of kind " + other.kind().label() + ", expected INT or ENUM");
        };
    }

    private Object bits(Int integer, long bitOffset, int width, String path) {
        return plain(integer, rawBits(bitOffset, width, path), width);
    }

    private long rawBits(long bitOffset, int width, String path) {
        checkWidth(width, path);
        need((bitOffset + width + 7) >>> 3, 0, path);
        return BitField.read(bytes, bitOffset, width, btf.order());
    }

    static void checkWidth(int width, String path) {
        if (width < 1 || width > 64) {
            throw new MalformedBtfException(path + ": bit field of " + width + " bits, expected 1..64");
        }
    }

    private Object section(Datasec section, long offset, int depth) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Variable variable : section.variables()) {
            String name = btf.name(variable.type());
            variables.putIfAbsent(name, read(variable.type(), offset + variable.offset(), depth + 1, name));
        }
        return variables;
    }
}
