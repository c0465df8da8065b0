package dev.skep.helper.random;

import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** Random numbers from the machine's seeded generator. */
public final class RandomHelpers {
    private RandomHelpers() {}

    /** A random number of 32 bits. */
    @Helper(id = 7, families = CORE)
    static long bpf_get_prandom_u32(Invocation in) {
        return Integer.toUnsignedLong(in.kernel().random().nextInt(in.cpu()));
    }
}
