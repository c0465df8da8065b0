package dev.skep.language;

/** Which programs may be loaded. */
public enum Admission {
    /** Those that the verifier accepts, as in the kernel. */
    VERIFIED,
    /** All of them: the simulated memory holds back what they do wrong. */
    UNVERIFIED
}
