package dev.skep.verifier.structure;

import dev.skep.kernel.map.MapType;

/** What the structure of a program depends on in the maps that it uses. The same map is always the same object. */
public interface LoadableMap {
    MapType type();

    int valueSize();

    int maxEntries();

    /** Where user space sees it: of an arena, when it was said; else 0. */
    long userAddress();

    /** Whether there is a member of this C type in its values that only the kernel may touch: {@code bpf_spin_lock}. */
    boolean holds(String cName);
}
