package dev.skep.verifier.log;

/** How much the log says; {@code bpf_attr.log_level}. */
public enum LogLevel {
    /** Errors and statistics: 4. */
    STATISTICS,
    /** The path that failed: 1. */
    FAILING_PATH,
    /** All paths, live registers, how precision was found: 2. */
    EVERYTHING
}
