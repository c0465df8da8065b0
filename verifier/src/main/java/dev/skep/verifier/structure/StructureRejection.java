package dev.skep.verifier.structure;

import dev.skep.kernel.Errno;

/** The program is refused. The log says why; this carries no stack trace, since it is no error of ours. */
public final class StructureRejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public StructureRejection(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
