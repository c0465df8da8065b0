package dev.skep.cli;

/** What the process ends with: the same for every verb. */
final class ExitCode {
    /** The verb did what it was asked. */
    static final int DONE = 0;

    /** A test failed or a program was rejected: the answer is no. */
    static final int FAILED = 1;

    /** The command line itself is wrong. */
    static final int USAGE = 2;

    /** A file that was named cannot be read, or holds what cannot be. */
    static final int BAD_INPUT = 3;

    /** Skep broke: {@code EX_SOFTWARE} of sysexits.h. */
    static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
