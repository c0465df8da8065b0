package dev.skep.testing;

import dev.skep.kernel.Errno;
import dev.skep.report.RejectionReport;
import dev.skep.report.RejectionText;

/** The verifier rejected a program. The message is the verifier's log, and a hint where there is one. */
public final class ProgramRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RejectionReport rejection;

    ProgramRejectedException(RejectionReport rejection) {
        super(RejectionText.of(rejection));
        this.rejection = rejection;
    }

    /** Name of the program that was rejected: the one that was asked for, or one that it calls. */
    public String program() {
        return rejection.rejected();
    }

    /** What {@code BPF_PROG_LOAD} fails with. */
    public Errno errno() {
        return rejection.errno();
    }

    /** What the verifier said. */
    public String log() {
        return rejection.log();
    }
}
