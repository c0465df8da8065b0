package dev.skep.btf;

/**
 * BTF as C declarations, in the words and order of {@code bpftool btf dump format c}: a header that a program can
 * include.
 *
 * <p>Counterpart: libbpf's {@code btf_dump.c}. The work is done in three steps: {@link CDefinitionOrder} decides which
 * definition must stand before which, {@link CDefinitions} writes them with the forward declarations that are needed,
 * and {@link CDeclarator} writes a single type around a name.
 */
public final class BtfC {
    private static final String HEADER = """
            #ifndef __VMLINUX_H__
            #define __VMLINUX_H__

            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
            #endif

            """;
    private static final String FOOTER = """
            #ifndef BPF_NO_PRESERVE_ACCESS_INDEX
            #pragma clang attribute pop
            #endif

            #endif /* __VMLINUX_H__ */
            """;

    private BtfC() {}

    /**
     * The whole of {@code btf} as a C header.
     *
     * @throws MalformedBtfException if the types cannot be said in C, as when a struct contains itself
     */
    public static String dump(Btf btf) {
        CDefinitions definitions = new CDefinitions(btf);
        for (int id = 1; id < btf.typeCount(); id++) {
            definitions.add(id);
        }
        return HEADER + definitions.text() + FOOTER;
    }

    /**
     * A declaration of {@code name} with a type: {@code "struct flow *f[4]"}. Anonymous structs are written out.
     *
     * @param name {@code ""} for the type alone
     */
    public static String declaration(Btf btf, int type, String name) {
        StringBuilder out = new StringBuilder();
        new CDeclarator(btf, new CNames(btf), new CBudget(btf), out).declare(type, name, 0);
        return out.toString();
    }
}
