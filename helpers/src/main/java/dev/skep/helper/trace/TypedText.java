package dev.skep.helper.trace;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Enumeration;
import dev.skep.btf.BtfType.Enumerator;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Union;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value of a kernel type as C with designated initialisers. Counterpart: {@code btf_type_show()} in
 * {@code kernel/bpf/btf.c}; what that leaves out (zeros) and repeats (a struct is walked a first time to see whether
 * anything in it would be shown) is the same here, since it shows.
 */
final class TypedText {
    static final int COMPACT = 1;
    static final int NO_NAMES = 1 << 1;
    static final int RAW_POINTERS = 1 << 2;
    static final int ZEROS = 1 << 3;
    static final int ALL_FLAGS = COMPACT | NO_NAMES | RAW_POINTERS | ZEROS;

    /** {@code sizeof(struct btf_ptr)}: address, type, flags. */
    private static final int POINTER_BYTES = 16;

    private static final int DEEPEST_NAME = 10;
    private static final int NAME_BYTES = 79;
    private static final int WIDEST_INDENT = 32;
    private static final int CHAR = 2;

    private final Kernel kernel;
    private final AddressSpace memory;
    private final Btf btf;
    private final long flags;
    private final TextSink sink;

    private int depth;
    private @Nullable Member member;
    private boolean inArray;
    private int shownType;
    private @Nullable BtfType type;
    private boolean charArray;
    private boolean terminated;
    /** While this is not 0, nothing is written: a struct or array this deep is only looked through. */
    private int checkedDepth;

    private int deepestShown;
    private long status;

    TypedText(Kernel kernel, long flags, TextSink sink) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.btf = kernel.btf();
        this.flags = flags;
        this.sink = sink;
    }

    /**
     * The type that a {@code struct btf_ptr} names; a negative errno for one that there is not, and for unknown flags.
     * Counterpart: {@code bpf_btf_printf_prepare()}.
     */
    static int typeOf(Invocation in, long pointer, long sizeBytes, long flags) {
        if ((flags & ~ALL_FLAGS) != 0 || sizeBytes != POINTER_BYTES) {
            return Errno.EINVAL.result();
        }
        int type = in.memory().readInt(pointer + Long.BYTES);
        if (type <= 0) {
            return Errno.EINVAL.result();
        }
        return type < in.kernel().btf().typeCount() ? type : Errno.ENOENT.result();
    }

    /** Writes the value at an address; 0, or the negative errno of a read that failed. */
    long write(int typeId, long at) {
        show(typeId, typeId, at, 0);
        return status;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void show(int id, int namedId, long at, int bit) {
        switch (btf.type(id)) {
            case BtfType.Typedef _, BtfType.Modifier _ -> show(btf.resolve(id), namedId, at, bit);
            case BtfType.Var variable -> show(btf.resolve(variable.type()), namedId, at, bit);
            case Int integer -> integer(integer, namedId, at, bit);
            case BtfType.Ptr pointer -> {
                if (start(pointer, namedId, at, Long.BYTES)) {
                    long value = memory.readLong(at);
                    long shown = has(RAW_POINTERS) || value == 0 ? value : PointerHash.of(kernel, value);
                    value(value == 0, "0x" + HexFormat.of().toHexDigits(shown));
                    end();
                }
            }
            case Array array -> aggregate(() -> array(array, namedId, at, bit));
            case Composite composite -> aggregate(() -> composite(composite, namedId, at));
            case Enumeration enumeration -> enumeration(enumeration, namedId, at);
            case BtfType.VoidType _,
                    BtfType.Fwd _,
                    BtfType.Func _,
                    BtfType.FuncProto _,
                    BtfType.Datasec _,
                    BtfType.FloatType _,
                    BtfType.DeclTag _ ->
                emit("<unsupported kind:" + btf.kind(id).number() + ">");
        }
    }

    private boolean start(BtfType now, int namedId, long at, long size) {
        type = now;
        shownType = namedId;
        boolean readable = memory.contains(at, size);
        status = readable ? 0 : ProbedMemory.fault(at);
        return readable;
    }

    private void end() {
        type = null;
        shownType = 0;
    }

    private void emit(String text) {
        if (checkedDepth == 0) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            sink.put(bytes, 0, bytes.length);
        }
    }

    private void value(boolean isZero, String text) {
        if (!isZero || has(ZEROS) || depth == 0) {
            emit(indent() + name() + text + delimiter() + newline());
            deepestShown = Math.max(deepestShown, depth);
        }
    }

    private String indent() {
        return has(COMPACT) ? "" : " ".repeat(Math.min(depth, WIDEST_INDENT));
    }

    private String newline() {
        return has(COMPACT) ? "" : "\n";
    }

    private String delimiter() {
        if (depth == 0) {
            return "";
        }
        return has(COMPACT) && type instanceof Union ? "|" : ",";
    }

    /** What stands before a value: its member's name, its type, and what opens it. */
    private String name() {
        if (inArray) {
            return "";
        }
        Member of = member;
        int id = of == null ? shownType : of.type();
        StringBuilder stars = new StringBuilder();
        StringBuilder brackets = new StringBuilder();
        String name = null;
        boolean isTypedef = false;
        BtfType at = btf.type(id);
        for (int i = 0; ; i++) {
            if (i == DEEPEST_NAME) {
                return "";
            }
            int next = switch (at) {
                case BtfType.Typedef typedef -> {
                    name = name == null ? typedef.name() : name;
                    isTypedef = true;
                    yield typedef.target();
                }
                case Array array -> {
                    brackets.append("[]");
                    yield array.element();
                }
                case BtfType.Ptr pointer -> {
                    stars.append('*');
                    yield pointer.target();
                }
                default -> 0;
            };
            if (next == 0) {
                break;
            }
            at = btf.type(btf.skipModifiers(next));
        }
        String opening = brackets.isEmpty() ? at instanceof Composite ? "{" : "" : "[";
        opening = stars.isEmpty() ? opening : "";
        if (has(NO_NAMES)) {
            return opening;
        }
        String typeName = name == null ? at.name() : name;
        String keyword = isTypedef ? "" : keyword(at);
        String space = keyword.isEmpty() || typeName.isEmpty() ? "" : " ";
        String label = of == null || of.name().isEmpty() ? "" : "." + of.name() + " = ";
        String text = label + "(" + keyword + space + typeName + (stars.isEmpty() ? "" : " ") + stars + brackets + ")"
                + opening;
        return text.substring(0, Math.min(text.length(), NAME_BYTES));
    }

    private static String keyword(BtfType type) {
        return switch (type) {
            case Union _ -> "union";
            case Composite _ -> "struct";
            case Enumeration _ -> "enum";
            default -> "";
        };
    }

    private void integer(Int integer, int namedId, long at, int bit) {
        if (!start(integer, namedId, at, integer.sizeBytes())) {
            return;
        }
        boolean whole = bit == 0 && integer.bitOffset() == 0 && integer.bits() % 8 == 0;
        switch (whole ? integer.bits() : 0) {
            case 128 -> wide(memory.readLong(at), memory.readLong(at + Long.BYTES));
            case 64 -> number(memory.readLong(at), integer.signed());
            case 32 -> number(narrow(memory.readInt(at), 32, integer.signed()), integer.signed());
            case 16 -> number(narrow(memory.readShort(at), 16, integer.signed()), integer.signed());
            case 8 -> octet(memory.readByte(at), integer.signed());
            default -> bits(at + (bit + integer.bitOffset()) / 8, (bit + integer.bitOffset()) % 8, integer.bits());
        }
        end();
    }

    private static long narrow(long value, int bits, boolean signed) {
        int unused = Long.SIZE - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }

    private void number(long value, boolean signed) {
        value(value == 0, signed ? Long.toString(value) : Long.toUnsignedString(value));
    }

    private void octet(byte value, boolean signed) {
        if (charArray) {
            if (terminated) {
                return;
            }
            if (value == 0) {
                terminated = true;
                return;
            }
            if (CharacterClass.isPrintable(value & 0xff)) {
                value(false, "'" + (char) (value & 0xff) + "'");
                return;
            }
        }
        number(narrow(value, 8, signed), signed);
    }

    /** A number of up to 128 bits as hex. */
    private void wide(long low, long high) {
        if (high == 0) {
            value(low == 0, "0x" + Long.toHexString(low));
        } else {
            value(false, "0x" + Long.toHexString(high) + HexFormat.of().toHexDigits(low));
        }
    }

    private void bits(long at, int first, int count) {
        int bytes = (first + count + 7) / 8;
        long low = 0;
        long high = 0;
        for (int i = 0; i < bytes; i++) {
            long octet = Byte.toUnsignedLong(memory.readByte(at + i));
            if (i < Long.BYTES) {
                low |= octet << i * 8;
            } else {
                high |= octet << (i - Long.BYTES) * 8;
            }
        }
        low = first == 0 ? low : low >>> first | high << Long.SIZE - first;
        high >>>= first;
        if (count < Long.SIZE) {
            low &= (1L << count) - 1;
            high = 0;
        } else if (count < 2 * Long.SIZE) {
            high &= (1L << count - Long.SIZE) - 1;
        }
        wide(low, high);
    }

    private void enumeration(Enumeration enumeration, int namedId, long at) {
        boolean isWide = enumeration instanceof BtfType.Enum64;
        if (!start(enumeration, namedId, at, isWide ? Long.BYTES : Integer.BYTES)) {
            return;
        }
        long value = isWide ? memory.readLong(at) : narrow(memory.readInt(at), 32, enumeration.signed());
        for (Enumerator enumerator : enumeration.values()) {
            boolean equal = isWide ? enumerator.value() == value : (int) enumerator.value() == (int) value;
            if (equal) {
                value(false, enumerator.name());
                end();
                return;
            }
        }
        number(value, enumeration.signed());
        end();
    }

    /** Writes a struct or array where something in it is not zero, or zeros are asked for. */
    private void aggregate(Runnable body) {
        Member of = member;
        if (depth > 0 && !has(ZEROS)) {
            if (checkedDepth == 0) {
                checkedDepth = depth + 1;
                deepestShown = 0;
            }
            body.run();
            member = of;
            if (checkedDepth != depth + 1) {
                return;
            }
            checkedDepth = 0;
            if (deepestShown <= depth) {
                return;
            }
        }
        body.run();
    }

    private boolean open(BtfType now, int namedId, long at) {
        if (!start(now, namedId, at, 0)) {
            return false;
        }
        emit(indent() + name() + newline());
        depth++;
        return true;
    }

    private void close(String bracket) {
        depth--;
        emit(indent() + bracket + delimiter() + newline());
        end();
    }

    private void array(Array array, int namedId, long at, int bit) {
        int element = btf.resolve(array.element());
        long size = btf.type(element) instanceof Array || btf.type(element) instanceof BtfType.Ptr
                ? 0
                : btf.sizeOf(element);
        charArray = btf.type(element) instanceof Int integer && (size == 1 || integer.encoding() == CHAR);
        terminated = false;
        if (!open(array, namedId, at)) {
            return;
        }
        for (long i = 0; i < array.count() && !terminated; i++) {
            inArray = true;
            member = null;
            show(element, array.element(), at + i * size, bit);
            inArray = false;
            member = null;
        }
        charArray = false;
        terminated = false;
        close("]");
    }

    private void composite(Composite composite, int namedId, long at) {
        if (!open(composite, namedId, at)) {
            return;
        }
        for (Member each : composite.members()) {
            member = each;
            int first = each.bitOffset();
            if (each.bitFieldSize() != 0) {
                int bytes = (first % 8 + each.bitFieldSize() + 7) / 8;
                if (start(btf.type(each.type()), each.type(), at + first / 8, bytes)) {
                    bits(at + first / 8, first % 8, each.bitFieldSize());
                }
                end();
            } else {
                show(each.type(), each.type(), at + first / 8, first % 8);
            }
            member = null;
        }
        close("}");
    }
}
