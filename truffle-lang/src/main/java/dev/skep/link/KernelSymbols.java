package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.helper.BoundKfunc;
import dev.skep.helper.KfuncTable;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What {@code .ksyms} can refer to: addresses ({@code /proc/kallsyms}), functions that programs may call, and variables
 * of the kernel. Functions have the ids that they have in the reference kernel's BTF; variables can be had only with a
 * kernel's BTF at hand.
 */
public final class KernelSymbols {
    /** Where the kernel's text starts on x86-64. */
    private static final long TEXT = 0xffff_ffff_8100_0000L;

    private static final int SPACING = 64;

    private final @Nullable Btf types;
    private final List<String> names;

    private KernelSymbols(@Nullable Btf types, List<String> names) {
        this.types = types;
        this.names = names;
    }

    /** Those of the reference kernel. */
    public static KernelSymbols reference() {
        return new KernelSymbols(null, KernelData.lines("kernel-symbols.txt"));
    }

    /** Those of a kernel with these types. */
    public static KernelSymbols of(Btf types) {
        return new KernelSymbols(types, KernelData.lines("kernel-symbols.txt"));
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

    /** The BTF id of a function that programs may call. */
    OptionalInt function(String name) {
        BoundKfunc kfunc = KfuncTable.standard().find(name);
        return kfunc == null
                ? OptionalInt.empty()
                : OptionalInt.of(kfunc.prototype().btfId());
    }

    /** The BTF id of a variable. */
    OptionalInt variable(String name) {
        return types == null ? OptionalInt.empty() : types.find(name, BtfKind.VAR);
    }
}
