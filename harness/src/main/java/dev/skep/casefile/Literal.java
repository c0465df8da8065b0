package dev.skep.casefile;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import dev.skep.btf.MalformedBtfException;
import dev.skep.btf.StructLayout;
import dev.skep.packet.layer.Addresses;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys, values and records as case files write them: what {@link BtfValue} takes, addresses ({@code 10.0.0.9},
 * {@code 2001:db8::1}, {@code 02:00:00:00:00:01}) where they fit, numbers in network order ({@code htons(80)}), and
 * bytes as they lie in memory ({@code hex(0a00)}).
 */
final class Literal {
    private static final Pattern CALL = Pattern.compile("(htons|htonl|hex)\\(([\\w\\s]*)\\)");

    private final @Nullable Btf btf;
    private final int type;
    private final int size;

    /**
     * @param btf the types, where there are any
     * @param type of the value, 0 for none
     * @param size bytes of the value
     */
    Literal(@Nullable Btf btf, int type, int size) {
        this.btf = type == 0 ? null : btf;
        this.type = type;
        this.size = size;
    }

    /**
     * The bytes that a value is.
     *
     * @throws MalformedCaseFileException if it does not fit the type
     */
    byte[] bytes(CaseNode node) {
        Btf types = btf;
        byte[] bytes = types == null ? untyped(node) : typed(types, node);
        if (bytes.length != size) {
            throw node.place().wrong(node.found() + ": " + bytes.length + " bytes, expected " + size);
        }
        return bytes;
    }

    private byte[] typed(Btf types, CaseNode node) {
        try {
            return BtfValue.write(types, type, tree(types, type, node));
        } catch (BtfValueException | MalformedBtfException e) {
            throw node.place().wrong(String.valueOf(e.getMessage()));
        }
    }

    private byte[] untyped(CaseNode node) {
        String text = node.text("a number or hex(...) for " + size + " bytes that have no type");
        Optional<byte[]> called = called(text, node);
        if (called.isPresent()) {
            return called.get();
        }
        if (size > Long.BYTES) {
            throw node.wrong("hex(...) with " + size + " bytes");
        }
        long number = node.number("a number", Long.MIN_VALUE, Long.MAX_VALUE);
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        return Arrays.copyOf(bytes, size);
    }

    /** Whether a value is what was expected; members of structs that are not named may be anything. */
    boolean matches(CaseNode expected, byte[] actual) {
        byte[] wanted = bytes(expected);
        Btf types = btf;
        if (types == null || actual.length < size) {
            return Arrays.equals(wanted, actual);
        }
        return matches(expected, read(types, wanted), read(types, actual));
    }

    private Object read(Btf types, byte[] bytes) {
        try {
            return BtfValue.read(types, type, bytes);
        } catch (BtfValueException | MalformedBtfException e) {
            // The type does not describe the bytes: they are compared as they are.
            return HexFormat.of().formatHex(bytes);
        }
    }

    private static boolean matches(CaseNode shape, @Nullable Object wanted, @Nullable Object actual) {
        if (shape instanceof CaseNode.Mapping mapping
                && wanted instanceof Map<?, ?> wantedMembers
                && actual instanceof Map<?, ?> actualMembers) {
            for (Map.Entry<String, CaseNode> member : mapping.members().entrySet()) {
                String name = member.getKey();
                if (!matches(member.getValue(), wantedMembers.get(name), actualMembers.get(name))) {
                    return false;
                }
            }
            return true;
        }
        if (shape instanceof CaseNode.Sequence list
                && wanted instanceof List<?> wantedItems
                && actual instanceof List<?> actualItems
                && wantedItems.size() == actualItems.size()) {
            for (int i = 0; i < wantedItems.size(); i++) {
                boolean said = i < list.elements().size();
                boolean same = said
                        ? matches(list.elements().get(i), wantedItems.get(i), actualItems.get(i))
                        : Objects.equals(wantedItems.get(i), actualItems.get(i));
                if (!same) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(wanted, actual);
    }

    /** A value as it is shown. */
    Object shown(byte[] bytes) {
        Btf types = btf;
        if (types != null && bytes.length >= size) {
            return read(types, bytes);
        }
        return size == Integer.BYTES && bytes.length == size
                ? (Object) Integer.toUnsignedLong(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt())
                : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable Object tree(Btf btf, int id, CaseNode node) {
        BtfType resolved = btf.type(btf.resolve(id));
        return switch (node) {
            case CaseNode.Mapping mapping -> members(btf, id, resolved, mapping);
            case CaseNode.Sequence list -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (CaseNode item : list.elements()) {
                    items.add(resolved instanceof Array array ? tree(btf, array.element(), item) : item.found());
                }
                yield items;
            }
            case CaseNode.Scalar scalar -> scalar(btf, resolved, scalar);
        };
    }

    private static Object members(Btf btf, int id, BtfType resolved, CaseNode.Mapping mapping) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Map.Entry<String, CaseNode> member : mapping.members().entrySet()) {
            Optional<StructLayout.Field> field =
                    resolved instanceof Composite ? StructLayout.of(btf, id).find(member.getKey()) : Optional.empty();
            members.put(
                    member.getKey(),
                    field.isPresent()
                            ? tree(btf, field.get().type(), member.getValue())
                            : member.getValue().found());
        }
        return members;
    }

    private static @Nullable Object scalar(Btf btf, BtfType type, CaseNode.Scalar scalar) {
        String text = scalar.value();
        if (!scalar.quoted() && (text.isEmpty() || text.equals("null") || text.equals("~"))) {
            return null;
        }
        Optional<byte[]> called = called(text, scalar);
        if (called.isPresent()) {
            return type instanceof Int integer && integer.sizeBytes() == called.get().length
                    ? (Object) number(called.get())
                    : called.get();
        }
        if (type instanceof Int integer) {
            if (text.equals("true") || text.equals("false")) {
                return Boolean.valueOf(text);
            }
            if (integer.sizeBytes() == 4 && text.indexOf('.') > 0) {
                return number(address(scalar, text, Addresses::ipv4));
            }
            return scalar.quoted() ? text : text.replace("_", "");
        }
        if (type instanceof Array array
                && btf.type(btf.resolve(array.element())) instanceof Int element
                && !element.character()
                && element.sizeBytes() == 1) {
            return octets(array, scalar, text);
        }
        return text;
    }

    private static Object octets(Array array, CaseNode.Scalar scalar, String text) {
        if (array.count() == 4 && text.indexOf('.') > 0) {
            return address(scalar, text, Addresses::ipv4);
        }
        if (array.count() == 6 && text.indexOf(':') > 0) {
            return address(scalar, text, Addresses::mac);
        }
        return array.count() == 16 && text.indexOf(':') >= 0 ? address(scalar, text, Addresses::ipv6) : text;
    }

    private static byte[] address(CaseNode.Scalar scalar, String text, Function<String, byte[]> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw scalar.place().wrong(String.valueOf(e.getMessage()));
        }
    }

    private static long number(byte[] memory) {
        byte[] eight = Arrays.copyOf(memory, Long.BYTES);
        return ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static Optional<byte[]> called(String text, CaseNode node) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            return Optional.empty();
        }
        String argument = Objects.requireNonNull(call.group(2)).replaceAll("\\s", "");
        try {
            return Optional.of(
                    switch (Objects.requireNonNull(call.group(1))) {
                        case "htons" ->
                            ByteBuffer.allocate(2)
                                    .putShort((short) inRange(argument, 0xffff))
                                    .array();
                        case "htonl" ->
                            ByteBuffer.allocate(4)
                                    .putInt((int) inRange(argument, 0xffff_ffffL))
                                    .array();
                        default -> HexFormat.of().parseHex(argument);
                    });
        } catch (IllegalArgumentException e) {
            throw node.wrong("htons(NUMBER), htonl(NUMBER) or hex(DIGITS)");
        }
    }

    private static long inRange(String text, long most) {
        long number = Long.decode(text);
        if (number < 0 || number > most) {
            throw new IllegalArgumentException(text + ": expected 0.." + most);
        }
        return number;
    }
}
