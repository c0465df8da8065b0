package dev.skep.kernel.program;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * An ELF section name that libbpf knows, and what a program in it is loaded as; a row of libbpf's {@code section_defs}.
 *
 * @param pattern the name; with a {@code +} at its end the name alone or followed by {@code /} and more
 * @param attachType what the program expects to be attached to; {@link AttachType#NONE} when the name does not say
 */
public record SectionName(String pattern, AttachType attachType, Set<Trait> traits) {
    /** What else a section name says. */
    public enum Trait {
        /** The program may sleep: {@code BPF_F_SLEEPABLE}. */
        SLEEPABLE,
        /** The program copes with frames in several pieces: {@code BPF_F_XDP_HAS_FRAGS}. */
        XDP_FRAGS,
        /** What follows the slash names the kernel function or type to attach to. */
        ATTACH_BTF,
        /** The loader may leave the expected attach type out for a kernel that does not know it. */
        ATTACH_TYPE_OPTIONAL,
        /** A user-space tracing probe, which libbpf sets up with its own maps. */
        USDT
    }

    public SectionName {
        traits = Collections.unmodifiableSet(traits.isEmpty() ? EnumSet.noneOf(Trait.class) : EnumSet.copyOf(traits));
    }

    static SectionName section(String pattern, AttachType attachType, Trait... traits) {
        EnumSet<Trait> set = EnumSet.noneOf(Trait.class);
        Collections.addAll(set, traits);
        return new SectionName(pattern, attachType, set);
    }

    /** Whether an ELF section of this name holds such programs. */
    public boolean matches(String section) {
        if (!pattern.endsWith("+")) {
            return section.equals(pattern);
        }
        String stem = pattern.substring(0, pattern.length() - 1);
        return section.startsWith(stem) && (section.length() == stem.length() || section.charAt(stem.length()) == '/');
    }
}
