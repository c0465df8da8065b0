package dev.skep.verifier.structure;

/** Who loads the program. */
public enum Loader {
    /** With {@code CAP_BPF}. */
    PRIVILEGED,
    /** Without: no loops, no functions. */
    UNPRIVILEGED
}
