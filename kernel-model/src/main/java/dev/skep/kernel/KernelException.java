package dev.skep.kernel;

/**
 * A system call that failed: what user space would find in {@code errno}, and which part of the request the kernel
 * refused.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errno errno;

    public KernelException(Errno errno, String what) {
        super(what + ": " + errno.sentence() + " (" + errno + ")");
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }
}
