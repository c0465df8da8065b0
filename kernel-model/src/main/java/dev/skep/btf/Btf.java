package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Datasec;
import dev.skep.btf.BtfType.DeclTag;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.FloatType;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Fwd;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Modifier;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.BtfType.Var;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The types of an object or of a kernel: an immutable list, numbered from 1; id 0 is {@code void}. Reading checks and
 * indexes the bytes, types are decoded when somebody asks, so that a vmlinux BTF of megabytes opens in milliseconds.
 * Counterpart: {@code struct btf}. Safe for several threads.
 */
public final class Btf {
    /** How deep typedefs, modifiers and arrays may nest, as in the kernel and libbpf ({@code MAX_RESOLVE_DEPTH}). */
    private static final int MAX_DEPTH = 32;

    private static final int POINTER_BYTES = 8;

    /** Names have at most 512 bytes in the kernel, source lines in {@code .BTF.ext} may have more. */
    private static final int MAX_STRING = 1 << 14;

    private final byte[] bytes;
    private final ByteOrder order;
    private final int[] words;
    private final int[] starts;
    private final int stringsStart;
    private final int stringsEnd;
    private final @Nullable BtfType[] decoded;
    private final TypeDecoder decoder;
    private volatile @Nullable NameIndex names;

    Btf(byte[] bytes, ByteOrder order, int[] words, int[] starts, int stringsStart, int stringsEnd) {
        this.bytes = bytes;
        this.order = order;
        this.words = words;
        this.starts = starts;
        this.stringsStart = stringsStart;
        this.stringsEnd = stringsEnd;
        this.decoded = new BtfType[starts.length];
        this.decoder = new TypeDecoder(this, words);
        decoded[0] = new BtfType.VoidType();
    }

    /**
     * Reads the contents of a {@code .BTF} section or of {@code /sys/kernel/btf/vmlinux}, of either byte order.
     *
     * @throws MalformedBtfException if anything in it points nowhere
     */
    public static Btf read(byte[] bytes) {
        return BtfReader.read(bytes.clone());
    }

    /** BTF with no type but {@code void}. */
    public static Btf empty() {
        return new BtfBuilder().build();
    }

    /** The bytes that this was read from. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Byte order of the machine that the types describe. */
    public ByteOrder order() {
        return order;
    }

    /** How many types there are, {@code void} included: ids are 0 to {@code typeCount() - 1}. */
    public int typeCount() {
        return starts.length;
    }

    /**
     * The type of an id.
     *
     * @throws MalformedBtfException if there is none
     */
    public BtfType type(int id) {
        checkId(id);
        BtfType known = decoded[id];
        if (known != null) {
            return known;
        }
        BtfType type = decoder.decode(starts[id]);
        decoded[id] = type;
        return type;
    }

    /** The kind of a type, without decoding the rest of it. */
    public BtfKind kind(int id) {
        checkId(id);
        return id == 0 ? BtfKind.VOID : BtfKind.of(words[starts[id] + 1] >>> 24 & 0x1f);
    }

    /** The name of a type, without decoding the rest of it; {@code ""} if it has none. */
    public String name(int id) {
        checkId(id);
        return id == 0 ? "" : string(nameOffset(id));
    }

    /** The first type of this name and kind, if there is one. */
    public OptionalInt find(String name, BtfKind kind) {
        return names().find(name, kind);
    }

    /** The types of this name, whatever their kind and {@linkplain Flavor flavor}, by rising id. */
    public int[] findFlavors(String essentialName) {
        return names().findFlavors(essentialName);
    }

    private NameIndex names() {
        NameIndex index = names;
        if (index == null) {
            index = new NameIndex(this);
            names = index;
        }
        return index;
    }

    /** Whether the string section reaches as far as this offset. */
    public boolean hasString(int offset) {
        return offset >= 0 && offset < stringsEnd - stringsStart;
    }

    /** A string of the string section, also those that only {@code .BTF.ext} refers to. */
    public String string(int offset) {
        if (!hasString(offset)) {
            throw new MalformedBtfException("string offset " + Integer.toUnsignedString(offset)
                    + ", expected less than " + (stringsEnd - stringsStart));
        }
        int start = stringsStart + offset;
        int end = start;
        while (bytes[end] != 0) {
            if (++end - start > MAX_STRING) {
                throw new MalformedBtfException(
                        "string offset " + offset + ": longer than " + MAX_STRING + " bytes, expected less");
            }
        }
        return start == end ? "" : new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /**
     * The type behind typedefs, {@code const} and the other modifiers.
     *
     * @throws MalformedBtfException if there are more than 32 of them
     */
    public int resolve(int id) {
        return skip(id, true);
    }

    /** Like {@link #resolve}, but stops at a typedef. */
    public int skipModifiers(int id) {
        return skip(id, false);
    }

    private int skip(int id, boolean typedefsToo) {
        int current = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            switch (type(current)) {
                case Modifier modifier -> current = modifier.target();
                case Typedef typedef when typedefsToo -> current = typedef.target();
                case BtfType _ -> {
                    return current;
                }
            }
        }
        throw new MalformedBtfException(
                "type " + id + ": more than " + MAX_DEPTH + " typedefs and modifiers, expected fewer");
    }

    /**
     * The size of a type in bytes, as {@code sizeof} gives it.
     *
     * @throws MalformedBtfException if the type has no size (a function, {@code void}, a struct that is only declared)
     *     or too large a one
     */
    public long sizeOf(int id) {
        long count = 1;
        int current = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            current = resolve(current);
            switch (type(current)) {
                case Array array -> {
                    count = times(id, count, array.count());
                    current = array.element();
                }
                case Var variable -> current = variable.type();
                case BtfType type -> {
                    return times(id, count, ownSize(id, type));
                }
            }
        }
        throw new MalformedBtfException("type " + id + ": arrays nest deeper than " + MAX_DEPTH + ", expected fewer");
    }

    private static long ownSize(int id, BtfType type) {
        return switch (type) {
            case Int integer -> integer.sizeBytes();
            case Ptr _ -> POINTER_BYTES;
            case Composite composite -> composite.sizeBytes();
            case Enumeration enumeration -> enumeration.sizeBytes();
            case FloatType number -> number.sizeBytes();
            case Datasec section -> section.sizeBytes();
            case BtfType.VoidType _, Fwd _, Func _, FuncProto _, DeclTag _, Array _, Typedef _, Modifier _, Var _ ->
                throw new MalformedBtfException("type " + id + ": "
                        + type.kind().label() + " '" + type.name() + "' has no size, expected a type with one");
        };
    }

    private static long times(int id, long count, long factor) {
        if (Math.multiplyHigh(count, factor) != 0 || count * factor < 0) {
            throw new MalformedBtfException("type " + id + ": size overflows, expected less than 2^63 bytes");
        }
        return count * factor;
    }

    /** The alignment of a type in bytes, as C's rules give it: 1, 2, 4 or 8 (0 for a type without a size). */
    public int alignOf(int id) {
        return new Alignment(this).of(id);
    }

    /**
     * The same types, some of them changed in what compilers leave to the linker: sizes and offsets in sections of
     * variables, and where functions are defined.
     *
     * @param changed by id; each of the kind, the name and the number of parts that it has here
     */
    public Btf with(Map<Integer, BtfType> changed) {
        byte[] copy = bytes.clone();
        int typesStart = BtfReader.typesStart(bytes, order);
        ByteBuffer data = ByteBuffer.wrap(copy).order(order);
        changed.forEach((id, type) -> {
            int at = typesStart + 4 * starts[id];
            switch (type) {
                case Datasec after
                when type(id) instanceof Datasec before
                        && before.variables().size() == after.variables().size() -> write(data, at, after);
                case Func after
                when type(id) instanceof Func ->
                    data.putInt(
                            at + 4,
                            BtfKind.FUNC.number() << 24 | after.linkage().number());
                case BtfType _ ->
                    throw new IllegalArgumentException(
                            "type " + id + " cannot become a " + type.kind().label());
            }
        });
        return BtfReader.read(copy);
    }

    private static void write(ByteBuffer data, int start, Datasec section) {
        data.putInt(start + 8, section.sizeBytes());
        int at = start + 4 * BtfReader.COMMON_WORDS;
        for (BtfType.Variable variable : section.variables()) {
            data.putInt(at, variable.type()).putInt(at + 4, variable.offset()).putInt(at + 8, variable.sizeBytes());
            at += 12;
        }
    }

    /** The raw kind flag (bit 31 of the info word). */
    boolean kindFlag(int id) {
        return id != 0 && words[starts[id] + 1] < 0;
    }

    /** Offset of a type's name in the string section. */
    int nameOffset(int id) {
        return id == 0 ? 0 : words[starts[id]];
    }

    /** Whether the string at an offset has exactly these bytes. */
    boolean stringEquals(int offset, byte[] name) {
        int start = stringsStart + offset;
        if (stringsEnd - start <= name.length || bytes[start + name.length] != 0) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (bytes[start + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the string at an offset, without its flavor, has exactly these bytes. */
    boolean essentialEquals(int offset, byte[] name) {
        int start = stringsStart + offset;
        return Flavor.essentialEnd(bytes, start) == start + name.length
                && Arrays.equals(bytes, start, start + name.length, name, 0, name.length);
    }

    /** The hash that {@link NameIndex} puts strings in order by, of their first bytes. */
    int stringHash(int offset) {
        return NameIndex.hash(bytes, stringsStart + offset);
    }

    private void checkId(int id) {
        if (id < 0 || id >= starts.length) {
            throw new MalformedBtfException(
                    "type " + Integer.toUnsignedString(id) + ", expected 0.." + (starts.length - 1));
        }
    }
}
