package dev.skep.helper.trace;

import dev.skep.kernel.Errno;

/** A format that programs may not use, or values that do not fit: the errno is what the helper returns. */
final class FormatRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    FormatRefused(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    Errno errno() {
        return errno;
    }
}
