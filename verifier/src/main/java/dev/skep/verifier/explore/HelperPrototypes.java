package dev.skep.verifier.explore;

import dev.skep.helper.HelperPrototype;
import org.jspecify.annotations.Nullable;

/** The helpers as one program may call them. */
public interface HelperPrototypes {
    /** The helper with this number, or null when such a program may not call it. */
    @Nullable
    HelperPrototype find(int id);

    /** {@code bpf_map_lookup_elem}, or {@code unknown} when there is none with this number. */
    String name(int id);

    /** Whether there is a helper with this number at all. */
    boolean exists(int id);
}
