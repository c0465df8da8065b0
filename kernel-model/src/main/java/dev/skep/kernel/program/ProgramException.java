package dev.skep.kernel.program;

/**
 * A program has called {@code bpf_throw}: everything up to the program itself is left, and its exception callback gives
 * the result. Carries no Java stack trace: it is the program's event, not Java's.
 */
public final class ProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long cookie;

    public ProgramException(long cookie) {
        super(null, null, false, false);
        this.cookie = cookie;
    }

    /** What the exception callback gets; without one, what the program returns. */
    public long cookie() {
        return cookie;
    }
}
