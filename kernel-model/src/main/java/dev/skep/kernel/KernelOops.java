package dev.skep.kernel;

/**
 * The simulated kernel cannot go on: what the reference kernel would hang or panic on, and the verifier keeps programs
 * from. Whoever runs the program adds the place in the program. Carries no Java stack trace: it is the simulated
 * machine's event.
 */
public final class KernelOops extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public KernelOops(String message) {
        super(message, null, false, false);
    }
}
