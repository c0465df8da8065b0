package dev.skep.link.core;

import dev.skep.btf.Btf;
import dev.skep.btf.MalformedBtfException;

/** Sizes as libbpf takes them: at most 32 bits. */
final class Sizes {
    private Sizes() {}

    /** @throws UnresolvableException if the type has no size, or one of 4 GiB and more */
    static int of(Btf btf, int type) {
        long size;
        try {
            size = btf.sizeOf(type);
        } catch (MalformedBtfException e) {
            throw new UnresolvableException(String.valueOf(e.getMessage()), "a type with a size");
        }
        if (size >>> 32 != 0) {
            throw new UnresolvableException("type " + type + " of " + size + " bytes", "less than 4 GiB");
        }
        return (int) size;
    }
}
