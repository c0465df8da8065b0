package dev.skep.helper;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A C type as it stands in a kfunc's prototype: what is pointed at, and how many pointers deep.
 *
 * @param kind what the innermost type is
 * @param name the innermost type without qualifiers and keyword ({@code sk_buff}, {@code u32}, {@code int})
 * @param pointers 0 for a value, 1 for a pointer, …
 * @param isConst whether what is pointed at is const
 */
public record CType(Kind kind, String name, int pointers, boolean isConst) {
    /** What the innermost type is. */
    public enum Kind {
        VOID,
        SCALAR,
        ENUM,
        STRUCT,
        UNION,
        /** A function pointer: a callback. */
        FUNCTION
    }

    private static final Map<String, Integer> SIZES = Map.ofEntries(
            Map.entry("bool", 1),
            Map.entry("char", 1),
            Map.entry("u8", 1),
            Map.entry("short int", 2),
            Map.entry("u16", 2),
            Map.entry("__be16", 2),
            Map.entry("int", 4),
            Map.entry("unsigned int", 4),
            Map.entry("s32", 4),
            Map.entry("u32", 4),
            Map.entry("__u32", 4),
            Map.entry("s64", 8),
            Map.entry("u64", 8),
            Map.entry("__u64", 8),
            Map.entry("long int", 8),
            Map.entry("long unsigned int", 8),
            Map.entry("size_t", 8));

    public boolean isPointer() {
        return pointers > 0;
    }

    /** A number passed by value. */
    public boolean isScalar() {
        return pointers == 0 && (kind == Kind.SCALAR || kind == Kind.ENUM);
    }

    /** Bytes of the innermost type; 0 where only BTF knows (structs) or where there are none (void, functions). */
    public int sizeBytes() {
        return switch (kind) {
            case SCALAR -> SIZES.getOrDefault(name, 0);
            case ENUM -> 4;
            case VOID, STRUCT, UNION, FUNCTION -> 0;
        };
    }

    static boolean isScalarName(String name) {
        return SIZES.containsKey(name);
    }

    /** As C writes it, with the name of a parameter or function behind when there is one. */
    String toC(@Nullable String declared) {
        String keyword = switch (kind) {
            case STRUCT -> "struct ";
            case UNION -> "union ";
            case ENUM -> "enum ";
            case VOID, SCALAR, FUNCTION -> "";
        };
        String stars = "*".repeat(pointers);
        String head = (isConst ? "const " : "") + keyword + name;
        if (declared == null) {
            return stars.isEmpty() ? head : head + " " + stars;
        }
        return head + " " + stars + declared;
    }

    @Override
    public String toString() {
        return toC(null);
    }
}
