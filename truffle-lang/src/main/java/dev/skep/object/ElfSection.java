package dev.skep.object;

/**
 * A section header.
 *
 * @param index its number in the section table
 * @param flags {@link #EXECUTABLE} and others that nobody here looks at
 * @param link another section: of a symbol table, its strings
 * @param info another section: of relocations, the one that they change
 */
record ElfSection(int index, String name, int type, long flags, long offset, long size, int link, int info) {
    static final int NULL = 0;
    static final int CODE_OR_DATA = 1;
    static final int SYMBOL_TABLE = 2;
    static final int STRING_TABLE = 3;
    static final int RELA = 4;
    static final int NO_CONTENT = 8;
    static final int REL = 9;
    static final long EXECUTABLE = 4;

    boolean executable() {
        return type == CODE_OR_DATA && (flags & EXECUTABLE) != 0;
    }

    boolean data() {
        return type == CODE_OR_DATA && (flags & EXECUTABLE) == 0;
    }

    boolean hasContent() {
        return type != NO_CONTENT && type != NULL;
    }

    /** Whether the name is {@code stem}, or begins with it and a dot. */
    boolean named(String stem) {
        return name.startsWith(stem) && (name.length() == stem.length() || name.charAt(stem.length()) == '.');
    }

    ElfSection withName(String value) {
        return new ElfSection(index, value, type, flags, offset, size, link, info);
    }
}
