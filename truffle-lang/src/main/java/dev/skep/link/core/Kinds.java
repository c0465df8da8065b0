package dev.skep.link.core;

import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.Enumeration;
import java.util.Locale;

/** Kinds of types as relocation sees them. */
final class Kinds {
    private Kinds() {}

    /** Whether types of these kinds can stand for each other: the same, or both enumerations. */
    static boolean alike(BtfType a, BtfType b) {
        return a.kind() == b.kind() || (a instanceof Enumeration && b instanceof Enumeration);
    }

    /** libbpf's word: {@code struct}, {@code func_proto}. */
    static String word(BtfKind kind) {
        return kind == BtfKind.VOID ? "void" : kind.label().toLowerCase(Locale.ROOT);
    }
}
