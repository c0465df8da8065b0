package dev.skep.verifier.explore;

import dev.skep.kernel.Errno;

/** The program is refused. Why stands in the log; carries no stack trace, since it is no error of ours. */
public final class Rejection extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public Rejection(Errno errno) {
        super(errno.name(), null, false, false);
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    /** Whether a path that the processor only speculates on may just end here. */
    boolean isRecoverable() {
        return errno == Errno.EPERM || errno == Errno.EACCES || errno == Errno.EINVAL;
    }
}
