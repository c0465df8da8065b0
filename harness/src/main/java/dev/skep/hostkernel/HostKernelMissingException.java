package dev.skep.hostkernel;

/** There is no kernel here that may be asked; the message says why. */
public final class HostKernelMissingException extends Exception {
    private static final long serialVersionUID = 1L;

    HostKernelMissingException(String reason) {
        super(reason);
    }
}
