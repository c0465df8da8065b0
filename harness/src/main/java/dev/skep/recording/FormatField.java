package dev.skep.recording;

/**
 * A field of a tracepoint's record.
 *
 * @param name {@code prev_comm}
 * @param type as C declares it, without the name: {@code char[16]}, {@code __data_loc char[]}
 * @param offset in the record
 * @param size in bytes; of a dynamic array, of the word that says where it is
 * @param signed whether its number has a sign
 */
public record FormatField(String name, String type, int offset, int size, Sign signed) {
    /** Whether a number has a sign. */
    public enum Sign {
        SIGNED,
        UNSIGNED
    }

    /** Whether the record has it in its variable part. */
    public enum Placement {
        /** At its offset. */
        FIXED,
        /** Its word has the offset in the record in the lower, the size in the upper half. */
        DATA_LOC,
        /** As {@link #DATA_LOC}, but the offset counts from the end of the word. */
        REL_LOC
    }

    public Placement placement() {
        if (type.startsWith("__data_loc ")) {
            return Placement.DATA_LOC;
        }
        return type.startsWith("__rel_loc ") ? Placement.REL_LOC : Placement.FIXED;
    }

    /** Whether every record begins with it. */
    public boolean isCommon() {
        return name.startsWith("common_");
    }

    /** Whether it is an array of characters. */
    public boolean isText() {
        return isArray() && elementType().equals("char");
    }

    public boolean isArray() {
        return type.indexOf('[') >= 0;
    }

    /** The type of an array's elements: {@code char} of {@code __data_loc char[]}; else the type itself. */
    public String elementType() {
        String bare = type.replace("__data_loc ", "").replace("__rel_loc ", "").replace("const ", "");
        int bracket = bare.indexOf('[');
        return (bracket < 0 ? bare : bare.substring(0, bracket)).strip();
    }

    /** The size of an array's elements in bytes, by C's rules on x86-64; 1 for types that nobody here knows. */
    public int elementSize() {
        return switch (elementType()) {
            case "short", "unsigned short", "u16", "s16", "__u16", "__s16", "__be16", "__le16" -> 2;
            case "int", "unsigned int", "unsigned", "u32", "s32", "__u32", "__s32", "__be32", "pid_t", "gfp_t" -> 4;
            case "long", "unsigned long", "u64", "s64", "__u64", "__s64", "long long", "unsigned long long", "size_t" ->
                8;
            default -> elementType().endsWith("*") ? 8 : 1;
        };
    }
}
