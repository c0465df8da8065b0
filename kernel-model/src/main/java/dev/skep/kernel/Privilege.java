package dev.skep.kernel;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody who creates maps and loads programs may do. A machine on which nobody without {@link Capability#BPF}
 * may load anything ({@code kernel.unprivileged_bpf_disabled}, as most are set up) would have refused them at once with
 * {@code EPERM}; this one is not.
 *
 * @param capabilities those that they have
 */
public record Privilege(Set<Capability> capabilities) {
    /** Root. */
    public static final Privilege ALL = new Privilege(EnumSet.allOf(Capability.class));

    /** Anybody. */
    public static final Privilege NONE = new Privilege(Set.of());

    public Privilege {
        EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(capabilities);
        capabilities = Collections.unmodifiableSet(copy);
    }

    public static Privilege of(Capability... capabilities) {
        return new Privilege(Set.of(capabilities));
    }

    /** Whether they have it, or the one that stands for all; {@code bpf_token_capable()}. */
    public boolean has(Capability capability) {
        return capabilities.contains(capability) || capabilities.contains(Capability.SYS_ADMIN);
    }
}
