package dev.skep.casefile;

/** The verifier rejected a program of an object whose programs were to be attached. */
final class RejectedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String program;
    private final transient Loading.Rejected rejection;

    RejectedObjectException(String program, Loading.Rejected rejection) {
        super(program + " is rejected by the verifier: " + rejection.errno());
        this.program = program;
        this.rejection = rejection;
    }

    String program() {
        return program;
    }

    Loading.Rejected rejection() {
        return rejection;
    }
}
