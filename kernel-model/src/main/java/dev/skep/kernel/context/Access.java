package dev.skep.kernel.context;

/** What is done to a context field. */
public enum Access {
    READ,
    WRITE
}
