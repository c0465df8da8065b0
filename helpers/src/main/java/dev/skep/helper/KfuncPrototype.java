package dev.skep.helper;

import java.util.List;
import java.util.Set;

/**
 * What the verifier knows about a kfunc: its C prototype and its flags. Read off a method annotated with {@link Kfunc}.
 *
 * @param prototype the C prototype
 */
public record KfuncPrototype(
        String name,
        String prototype,
        CType result,
        List<Parameter> parameters,
        Set<KfuncFlag> flags,
        Set<KfuncHook> hooks) {

    public KfuncPrototype {
        parameters = List.copyOf(parameters);
        flags = FlagSets.ordered(flags);
        hooks = FlagSets.ordered(hooks);
    }

    public boolean has(KfuncFlag flag) {
        return flags.contains(flag);
    }

    /** One parameter: its type, and its name, whose suffix tells the verifier more. */
    public record Parameter(CType type, String name, Set<Suffix> suffixes) {
        public Parameter {
            suffixes = FlagSets.ordered(suffixes);
        }

        Parameter(CType type, String name) {
            this(type, name, Suffix.of(name));
        }

        public boolean has(Suffix suffix) {
            return suffixes.contains(suffix);
        }
    }

    /** The conventions of {@code Documentation/bpf/kfuncs.rst} for parameter names. */
    public enum Suffix {
        /** Bytes of the memory parameter before. */
        SZ("__sz"),
        /** Bytes of the memory parameter before, a known constant. */
        SZK("__szk"),
        /** A known constant. */
        K("__k"),
        /** The verifier takes whatever is passed. */
        IGN("__ign"),
        /** Filled by the function: need not be initialised. */
        UNINIT("__uninit"),
        /** NULL is allowed. */
        NULLABLE("__nullable"),
        /** A string in a read-only map that ends in NUL. */
        STR("__str"),
        /** An object from {@code bpf_obj_new} that the call consumes. */
        ALLOC("__alloc"),
        /** A reference-counted object from {@code bpf_obj_new}. */
        REFCOUNTED_KPTR("__refcounted_kptr"),
        /** A buffer that may be NULL together with its size. */
        OPT("__opt"),
        /** A map. */
        MAP("__map"),
        /** Filled in by the verifier: the program's own {@code bpf_prog_aux}. */
        PROG("__prog"),
        /** Saved interrupt flags, on the stack. */
        IRQ_FLAG("__irq_flag");

        private final String text;

        Suffix(String text) {
            this.text = text;
        }

        /** As it stands in the C name: {@code __sz}. */
        public String text() {
            return text;
        }

        static Set<Suffix> of(String parameter) {
            for (Suffix suffix : values()) {
                if (parameter.endsWith(suffix.text)) {
                    return Set.of(suffix);
                }
            }
            return Set.of();
        }
    }
}
