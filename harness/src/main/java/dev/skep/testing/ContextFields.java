package dev.skep.testing;

import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The context of a program by the fields of its struct in C: {@code user_port}, {@code cb}. Values are numbers as they
 * stand in memory (those in network order are turned round), lists for arrays, or the very bytes:
 * {@code ipv4("10.0.0.9")}.
 *
 * @param program what messages call it
 */
record ContextFields(String program, ContextLayout layout) {

    /**
     * The whole struct; what is left out is zero.
     *
     * @throws IllegalArgumentException if there is no such field, or a value does not fit
     */
    byte[] write(Map<String, ?> values) {
        byte[] bytes = new byte[layout.size()];
        values.forEach((name, value) -> put(bytes, field(name), value));
        return bytes;
    }

    /** What the fields hold: numbers without sign as {@code Long}, arrays as {@code List}s. */
    Map<String, Object> read(byte[] bytes) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (ContextField field : layout.fields()) {
            if (field.offset() + field.size() <= bytes.length) {
                values.put(field.name(), read(bytes, field));
            }
        }
        return values;
    }

    private static Object read(byte[] bytes, ContextField field) {
        int unit = Math.min(field.unitBytes(), Long.BYTES);
        List<Object> elements = new ArrayList<>();
        for (int at = field.offset(); at + unit <= field.offset() + field.size(); at += unit) {
            elements.add(LittleEndian.number(bytes, at, unit));
        }
        return elements.size() == 1 ? elements.getFirst() : List.copyOf(elements);
    }

    private void put(byte[] bytes, ContextField field, Object value) {
        switch (value) {
            case byte[] given -> {
                requireSize(field, given.length);
                System.arraycopy(given, 0, bytes, field.offset(), given.length);
            }
            case List<?> elements -> {
                requireSize(field, elements.size() * field.unitBytes());
                int at = field.offset();
                for (Object element : elements) {
                    put(bytes, field, at, element);
                    at += field.unitBytes();
                }
            }
            default -> {
                requireSize(field, field.unitBytes());
                put(bytes, field, field.offset(), value);
            }
        }
    }

    private void put(byte[] bytes, ContextField field, int at, Object value) {
        if (!(RecordMapping.plain(value) instanceof Number number)) {
            throw new IllegalArgumentException(place(field) + ": expected a number, a list of numbers or "
                    + field.size() + " bytes, found " + value);
        }
        int size = Math.min(field.unitBytes(), Long.BYTES);
        long bits = number.longValue();
        long rest = size == Long.BYTES ? 0 : bits >> Byte.SIZE * size - 1;
        boolean fits = size == Long.BYTES || rest == 0 || rest == 1 || rest == -1;
        if (!fits) {
            throw new IllegalArgumentException(place(field) + ": " + bits + " does not fit into " + size + " bytes");
        }
        System.arraycopy(LittleEndian.bytes(bits, size), 0, bytes, at, size);
    }

    private void requireSize(ContextField field, int bytes) {
        if (bytes != field.size()) {
            throw new IllegalArgumentException(
                    place(field) + " (" + field.type() + "): " + bytes + " bytes, expected " + field.size());
        }
    }

    private String place(ContextField field) {
        return program + ": field " + field.name() + " of its context";
    }

    private ContextField field(String name) {
        for (ContextField field : layout.fields()) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new UnknownNameException(
                program,
                "context field",
                name,
                layout.fields().stream().map(ContextField::name).toList());
    }
}
