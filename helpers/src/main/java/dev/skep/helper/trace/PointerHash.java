package dev.skep.helper.trace;

import dev.skep.kernel.Kernel;

/**
 * What {@code %p} shows in place of a pointer. The kernel takes the lower half of a SipHash under a random key; here
 * the key is the machine's seed.
 */
final class PointerHash {
    private PointerHash() {}

    static long of(Kernel kernel, long pointer) {
        long z = pointer + kernel.config().seed() * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) & 0xffff_ffffL;
    }
}
