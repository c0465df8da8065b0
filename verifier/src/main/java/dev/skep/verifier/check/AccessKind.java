package dev.skep.verifier.check;

/** Whether memory is read or written. */
public enum AccessKind {
    READ,
    WRITE
}
