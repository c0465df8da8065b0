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
import dev.skep.btf.BtfType.Modifier;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import dev.skep.btf.BtfType.Variable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Typed values to bytes; {@link BtfValue} has the table of shapes. */
final class ValueWriter {
    private static final int MAX_BYTES = 1 << 30;

    private final Btf btf;
    private byte[] bytes = {};

    ValueWriter(Btf btf) {
        this.btf = btf;
    }

    byte[] write(int type, @Nullable Object value) {
        long size = btf.sizeOf(type);
        if (size > MAX_BYTES) {
            throw new MalformedBtfException("type " + type + " has " + size + " bytes, expected at most " + MAX_BYTES);
        }
        bytes = new byte[(int) size];
        write(type, 0, value, "");
        return bytes;
    }

    private void write(int id, long offset, @Nullable Object value, String path) {
        if (value == null) {
            return;
        }
        int resolved = btf.resolve(id);
        if (value instanceof byte[] raw) {
            raw(resolved, offset, raw, path);
            return;
        }
        switch (btf.type(resolved)) {
            case Int integer -> {
                int width = integer.bits();
                put(path, offset * 8 + integer.bitOffset(), width, integral(integer, value, path));
            }
            case Enumeration enumeration ->
                put(path, offset * 8, 8 * enumeration.sizeBytes(), enumerator(enumeration, value, path));
            case FloatType number -> floating(number, offset, value, path);
            case Ptr _ -> put(path, offset * 8, 64, number(value, path, "an address"));
            case Array array -> array(array, offset, value, path);
            case Composite composite -> members(composite, resolved, offset, value, path);
            case Datasec section -> section(section, offset, value, path);
            case Var variable -> write(variable.type(), offset, value, path);
            case BtfType.VoidType _, Fwd _, Func _, FuncProto _, DeclTag _, Typedef _, Modifier _ ->
                throw new MalformedBtfException(
                        "type " + id + ": " + btf.kind(resolved).label() + " '" + btf.name(resolved)
                                + "' has no value, expected a type with a size");
        }
    }

    private void raw(int id, long offset, byte[] raw, String path) {
        long size = btf.sizeOf(id);
        if (raw.length != size) {
            throw new BtfValueException(path, raw.length + " bytes", size + " bytes");
        }
        need(offset, size, path);
        System.arraycopy(raw, 0, bytes, (int) offset, raw.length);
    }

    private void need(long offset, long size, String path) {
        if (offset + size > bytes.length) {
            throw new MalformedBtfException(path + ": ends at byte " + (offset + size) + " of a type with "
                    + bytes.length + " bytes, expected it inside");
        }
    }

    private static BigInteger integral(Int integer, Object value, String path) {
        if (value instanceof String text
                && integer.character()
                && text.length() == 1
                && !Character.isDigit(text.charAt(0))) {
            return BigInteger.valueOf(text.charAt(0));
        }
        return number(value, path, "a number");
    }

    private static BigInteger number(Object value, String path, String expected) {
        return switch (value) {
            case BigInteger big -> big;
            case Byte b -> BigInteger.valueOf(b);
            case Short s -> BigInteger.valueOf(s);
            case Integer i -> BigInteger.valueOf(i);
            case Long l -> BigInteger.valueOf(l);
            case Character c -> BigInteger.valueOf(c);
            case Boolean b -> b ? BigInteger.ONE : BigInteger.ZERO;
            case String text -> parse(text, path, expected);
            default -> throw new BtfValueException(path, show(value), expected);
        };
    }

    private static BigInteger parse(String text, String path, String expected) {
        try {
            String digits = text.toLowerCase(Locale.ROOT);
            return digits.startsWith("0x") ? new BigInteger(digits.substring(2), 16) : new BigInteger(digits);
        } catch (NumberFormatException e) {
            BtfValueException wrong = new BtfValueException(path, show(text), expected);
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static BigInteger enumerator(Enumeration enumeration, Object value, String path) {
        if (value instanceof String name) {
            for (Enumerator enumerator : enumeration.values()) {
                if (enumerator.name().equals(name)) {
                    return BigInteger.valueOf(enumerator.value());
                }
            }
        }
        String names =
                enumeration.values().stream().limit(20).map(Enumerator::name).collect(Collectors.joining(", "));
        return number(value, path, "a number or one of " + names);
    }

    /** A value of {@code width} bits may be given signed or unsigned: -1 and 255 are the same byte. */
    private void put(String path, long bitOffset, int width, BigInteger value) {
        BigInteger least = BigInteger.ONE.shiftLeft(Math.max(0, width - 1)).negate();
        BigInteger most = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new BtfValueException(path, value.toString(), least + ".." + most);
        }
        need((bitOffset + width + 7) >>> 3, 0, path);
        boolean little = btf.order() == java.nio.ByteOrder.LITTLE_ENDIAN;
        for (int done = 0; done < width; done += 64) {
            int part = Math.min(64, width - done);
            int from = little ? done : width - done - part;
            BitField.write(
                    bytes,
                    bitOffset + done,
                    part,
                    btf.order(),
                    value.shiftRight(from).longValue());
        }
    }

    private void floating(FloatType type, long offset, Object value, String path) {
        need(offset, type.sizeBytes(), path);
        double number;
        try {
            number = value instanceof Number n ? n.doubleValue() : Double.parseDouble(String.valueOf(value));
        } catch (NumberFormatException e) {
            BtfValueException wrong = new BtfValueException(path, show(value), "a number");
            wrong.initCause(e);
            throw wrong;
        }
        ByteBuffer target = ByteBuffer.wrap(bytes).order(btf.order());
        switch (type.sizeBytes()) {
            case 2 -> target.putShort((int) offset, Float.floatToFloat16((float) number));
            case 4 -> target.putFloat((int) offset, (float) number);
            case 8 -> target.putDouble((int) offset, number);
            default ->
                throw new BtfValueException(
                        path, "floating point of " + type.sizeBytes() + " bytes", "one of 2, 4 or 8");
        }
    }

    private void array(Array array, long offset, Object value, String path) {
        if (value instanceof String text) {
            text(array, offset, text, path);
            return;
        }
        int length;
        if (value instanceof List<?> list) {
            length = list.size();
        } else if (value.getClass().isArray()) {
            length = java.lang.reflect.Array.getLength(value);
        } else {
            throw new BtfValueException(path, show(value), "a list of up to " + array.count());
        }
        if (length > array.count()) {
            throw new BtfValueException(path, length + " elements", "at most " + array.count());
        }
        long elementBytes = btf.sizeOf(array.element());
        for (int i = 0; i < length; i++) {
            Object element = value instanceof List<?> list ? list.get(i) : java.lang.reflect.Array.get(value, i);
            write(array.element(), offset + i * elementBytes, element, path + "[" + i + "]");
        }
    }

    /** Text fills an array of {@code char}; in other arrays of bytes it is hex. */
    private void text(Array array, long offset, String text, String path) {
        if (!(btf.type(btf.resolve(array.element())) instanceof Int integer) || integer.sizeBytes() != 1) {
            throw new BtfValueException(path, show(text), "a list of up to " + array.count());
        }
        byte[] content;
        if (integer.character()) {
            content = text.getBytes(StandardCharsets.UTF_8);
        } else {
            try {
                content = HexFormat.of().parseHex(text);
            } catch (IllegalArgumentException e) {
                BtfValueException wrong =
                        new BtfValueException(path, show(text), "hex digits, or a list of up to " + array.count());
                wrong.initCause(e);
                throw wrong;
            }
        }
        if (content.length > array.count()) {
            throw new BtfValueException(path, content.length + " bytes", "at most " + array.count());
        }
        need(offset, content.length, path);
        System.arraycopy(content, 0, bytes, (int) offset, content.length);
    }

    private void members(Composite composite, int id, long offset, Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BtfValueException(path, show(value), "the members of '" + composite.name() + "'");
        }
        StructLayout layout = StructLayout.of(btf, id);
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            String memberPath = path.isEmpty() ? name : path + "." + name;
            StructLayout.Field field = layout.find(name)
                    .orElseThrow(() -> new BtfValueException(
                            memberPath,
                            "no such member in '" + composite.name() + "'",
                            "one of "
                                    + layout.fields().stream()
                                            .map(StructLayout.Field::name)
                                            .collect(Collectors.joining(", "))));
            if (field.bitFieldSize() == 0) {
                write(field.type(), offset + field.offset(), entry.getValue(), memberPath);
            } else if (entry.getValue() != null) {
                bitField(field, offset, entry.getValue(), memberPath);
            }
        }
    }

    private void bitField(StructLayout.Field field, long offset, Object value, String path) {
        ValueReader.checkWidth(field.bitFieldSize(), path);
        BigInteger number = switch (btf.type(btf.resolve(field.type()))) {
            case Int integer -> integral(integer, value, path);
            case Enumeration enumeration -> enumerator(enumeration, value, path);
            case BtfType other ->
                throw new MalformedBtfException(
                        path + ": bit field of kind " + other.kind().label() + ", expected INT or ENUM");
        };
        put(path, offset * 8 + field.bitOffset(), field.bitFieldSize(), number);
    }

    private void section(Datasec section, long offset, Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BtfValueException(path, show(value), "the variables of '" + section.name() + "'");
        }
        Map<String, Variable> variables = new HashMap<>();
        section.variables().forEach(variable -> variables.putIfAbsent(btf.name(variable.type()), variable));
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            Variable variable = variables.get(name);
            if (variable == null) {
                throw new BtfValueException(
                        name,
                        "no such variable in '" + section.name() + "'",
                        "one of " + variables.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            write(variable.type(), offset + variable.offset(), entry.getValue(), name);
        }
    }

    private static String show(Object value) {
        String text = String.valueOf(value);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
