package dev.skep.object;

/**
 * A symbol.
 *
 * @param section index of the section that it stands in, {@link #UNDEFINED}, or a special number from {@link #SPECIAL}
 *     on
 * @param value offset in that section
 */
record ElfSymbol(int index, String name, int type, int binding, int visibility, int section, long value, long size) {
    static final int UNDEFINED = 0;
    static final int SPECIAL = 0xff00;

    private static final int NO_TYPE = 0;
    private static final int OBJECT = 1;
    private static final int FUNCTION = 2;
    private static final int SECTION = 3;
    private static final int LOCAL = 0;
    private static final int GLOBAL = 1;
    private static final int WEAK = 2;
    private static final int INTERNAL = 1;
    private static final int HIDDEN = 2;

    boolean isFunction() {
        return type == FUNCTION;
    }

    boolean isObject() {
        return type == OBJECT;
    }

    boolean isUntyped() {
        return type == NO_TYPE;
    }

    boolean isSection() {
        return type == SECTION;
    }

    boolean isLocal() {
        return binding == LOCAL;
    }

    boolean isGlobal() {
        return binding == GLOBAL || binding == WEAK;
    }

    boolean isWeak() {
        return binding == WEAK;
    }

    boolean isHidden() {
        return visibility == INTERNAL || visibility == HIDDEN;
    }

    /** Declared here, defined by the kernel. */
    boolean isExtern() {
        return section == UNDEFINED && isGlobal() && type == NO_TYPE && !name.isEmpty();
    }
}
