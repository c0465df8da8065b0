package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.kernel.KernelTypes;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code .ksyms} can refer to: addresses ({@code /proc/kallsyms}), and functions and variables by their ids in the
 * kernel's BTF.
 */
public final class KernelSymbols {
    /** Where the kernel's text starts on x86-64. */
    private static final long TEXT = 0xffff_ffff_8100_0000L;

    private static final int SPACING = 64;

    private final KernelTypes types;
    private final List<String> names;

    private KernelSymbols(KernelTypes types, List<String> names) {
        this.types = types;
        this.names = names;
    }

    /** Those of the reference kernel. */
    public static KernelSymbols reference() {
        return of(KernelTypes.reference());
    }

    /** Those of a kernel with these types. */
    public static KernelSymbols of(KernelTypes types) {
        return new KernelSymbols(types, KernelData.lines("kernel-symbols.txt"));
    }

    /** The types that the ids are of. */
    Btf btf() {
        return types.btf();
    }

    /** The address of a symbol, empty if the kernel has none of this name. */
    OptionalLong address(String name) {
        int known = names.indexOf(name);
        if (known >= 0) {
            return OptionalLong.of(TEXT + (long) known * SPACING);
        }
        OptionalInt function = function(name);
        return function.isPresent()
                ? OptionalLong.of(TEXT + (long) (names.size() + function.getAsInt()) * SPACING)
                : OptionalLong.empty();
    }

    /** The BTF id of a function; whether programs may call it says the verifier. */
    OptionalInt function(String name) {
        return btf().find(name, BtfKind.FUNC);
    }

    /** The BTF id of a variable. */
    OptionalInt variable(String name) {
        return btf().find(name, BtfKind.VAR);
    }
}
