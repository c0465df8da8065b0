package dev.skep.link;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.SymbolTable;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What {@code .ksyms} can refer to: addresses ({@code /proc/kallsyms}), and functions and variables by their ids in the
 * kernel's BTF.
 */
public final class KernelSymbols {
    private final KernelTypes types;
    private final SymbolTable symbols;

    private KernelSymbols(KernelTypes types) {
        this.types = types;
        this.symbols = new SymbolTable(types);
    }

    /** Those of the reference kernel. */
    public static KernelSymbols reference() {
        return of(KernelTypes.reference());
    }

    /** Those of a kernel with these types. */
    public static KernelSymbols of(KernelTypes types) {
        return new KernelSymbols(types);
    }

    /** The types that the ids are of. */
    Btf btf() {
        return types.btf();
    }

    /** The address of a symbol, empty if the kernel has none of this name. */
    OptionalLong address(String name) {
        return symbols.address(name);
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
