package dev.skep.btf;

import dev.skep.btf.BtfType.Array;
import dev.skep.btf.BtfType.Composite;
import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of a struct or union stand. Members of anonymous structs and unions count as the outer one's own,
 * as in C. Paths go further down: {@code "sk.__sk_common.skc_dport"}, {@code "comm[3]"}.
 */
public final class StructLayout {
    private static final int MAX_FIELDS = 1 << 17;
    private static final int MAX_DEPTH = 64;

    private final Btf btf;
    private final Composite type;
    private final Map<String, Field> fields;

    /**
     * A place in a struct.
     *
     * @param name the member's name, or the path that was asked for
     * @param type id of its type
     * @param bitOffset from the start of the struct
     * @param bitFieldSize width in bits if it is a bit field, else 0
     */
    public record Field(String name, int type, long bitOffset, int bitFieldSize) {
        /** Offset in bytes; of a bit field, the byte that its first bit is in. */
        public long offset() {
            return bitOffset >>> 3;
        }
    }

    private StructLayout(Btf btf, Composite type, Map<String, Field> fields) {
        this.btf = btf;
        this.type = type;
        this.fields = fields;
    }

    /**
     * The layout of a struct or union, or of a typedef of one.
     *
     * @throws IllegalArgumentException if the type is something else
     * @throws MalformedBtfException if its anonymous members never end
     */
    public static StructLayout of(Btf btf, int id) {
        if (!(btf.type(btf.resolve(id)) instanceof Composite composite)) {
            throw new IllegalArgumentException(
                    "type " + id + " is " + btf.kind(btf.resolve(id)).label() + ", expected STRUCT or UNION");
        }
        List<Field> found = new ArrayList<>();
        flatten(btf, composite, 0, 0, found);
        Map<String, Field> fields = new LinkedHashMap<>();
        found.forEach(field -> fields.putIfAbsent(field.name(), field));
        return new StructLayout(btf, composite, fields);
    }

    private static void flatten(Btf btf, Composite composite, long base, int depth, List<Field> into) {
        for (Member member : composite.members()) {
            long offset = base + member.bitOffset();
            if (member.name().isEmpty()) {
                if (btf.type(btf.resolve(member.type())) instanceof Composite inner) {
                    if (depth == MAX_DEPTH) {
                        throw new MalformedBtfException("'" + composite.name()
                                + "': anonymous members nest deeper than " + MAX_DEPTH + ", expected fewer levels");
                    }
                    flatten(btf, inner, offset, depth + 1, into);
                }
                continue;
            }
            if (into.size() == MAX_FIELDS) {
                throw new MalformedBtfException(
                        "'" + composite.name() + "': more than " + MAX_FIELDS + " members, expected fewer");
            }
            into.add(field(btf, member.name(), member, offset));
        }
    }

    /** Before the kind flag, the width of a bit field was that of an integer type of its own. */
    static Field field(Btf btf, String name, Member member, long bitOffset) {
        if (member.bitFieldSize() == 0
                && btf.type(btf.resolve(member.type())) instanceof Int integer
                && (integer.bits() != 8 * integer.sizeBytes() || bitOffset % 8 != 0)) {
            return new Field(name, member.type(), bitOffset + integer.bitOffset(), integer.bits());
        }
        return new Field(name, member.type(), bitOffset, member.bitFieldSize());
    }

    /** The struct or union itself. */
    public Composite type() {
        return type;
    }

    /** Its size in bytes. */
    public int sizeBytes() {
        return type.sizeBytes();
    }

    /** The named members, those of anonymous members included, in order. */
    public List<Field> fields() {
        return List.copyOf(fields.values());
    }

    /** The place that a path names: members separated by dots, elements of arrays in brackets. */
    public Optional<Field> find(String path) {
        return Optional.ofNullable(lookup(path));
    }

    /**
     * The place that a path names.
     *
     * @throws NoSuchElementException if there is none
     */
    public Field field(String path) {
        Field field = lookup(path);
        if (field == null) {
            throw new NoSuchElementException(
                    "'" + type.name() + "' has no member " + path + ", expected one of " + fields.keySet());
        }
        return field;
    }

    private @Nullable Field lookup(String path) {
        int end = nameEnd(path);
        Field field = fields.get(path.substring(0, end));
        if (field == null) {
            return null;
        }
        long offset = field.bitOffset();
        int current = field.type();
        int at = end;
        while (at < path.length() && path.charAt(at) == '[') {
            int close = path.indexOf(']', at);
            if (close < 0 || !(btf.type(btf.resolve(current)) instanceof Array array)) {
                return null;
            }
            long index = index(path.substring(at + 1, close));
            if (index < 0 || index >= array.count()) {
                return null;
            }
            offset += index * btf.sizeOf(array.element()) * 8;
            current = array.element();
            at = close + 1;
        }
        if (at == path.length()) {
            return new Field(path, current, offset, field.bitFieldSize());
        }
        if (path.charAt(at) != '.' || !(btf.type(btf.resolve(current)) instanceof Composite)) {
            return null;
        }
        Field inner = of(btf, current).lookup(path.substring(at + 1));
        return inner == null ? null : new Field(path, inner.type(), offset + inner.bitOffset(), inner.bitFieldSize());
    }

    private static int nameEnd(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private static long index(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() < 11 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(digits) : -1;
    }
}
