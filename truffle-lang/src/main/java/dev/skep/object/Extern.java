package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.Flavor;

/**
 * What an object declares and the kernel defines. Counterpart: {@code struct extern_desc}.
 *
 * @param name of the symbol
 * @param kind where it comes from
 * @param strength whether linking fails without it
 * @param btfId its VAR or FUNC in the object's BTF
 * @param typeId its type without typedefs and qualifiers; 0 for a symbol that is declared as {@code void}
 * @param offset of a configuration value, in the {@code .kconfig} map
 */
public record Extern(String name, Kind kind, Strength strength, int btfId, int typeId, int offset) {
    /** Where an extern comes from. */
    public enum Kind {
        /** {@code __kconfig}: a value of the kernel's configuration. */
        CONFIGURATION,
        /** {@code __ksym}: a variable of the kernel, or the address of any symbol. */
        VARIABLE,
        /** {@code __ksym}: a kernel function (kfunc). */
        FUNCTION
    }

    /** Whether linking fails if the kernel does not have it. */
    public enum Strength {
        STRONG,
        /** It is zero then. */
        WEAK
    }

    /** The name that the kernel knows: without a flavour behind three underscores ({@code foo___v2} is {@code foo}). */
    public String essentialName() {
        return Flavor.essentialName(name);
    }

    int align(Btf btf) {
        return btf.alignOf(typeId);
    }
}
