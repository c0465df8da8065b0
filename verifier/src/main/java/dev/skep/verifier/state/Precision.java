package dev.skep.verifier.state;

/** Whether the very value of a number mattered for what was found after it. */
public enum Precision {
    PRECISE,
    IMPRECISE
}
