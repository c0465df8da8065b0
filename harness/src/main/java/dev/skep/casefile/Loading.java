package dev.skep.casefile;

import dev.skep.kernel.Errno;

/** What became of the wish to load a program. */
sealed interface Loading {
    /** It is there. */
    record Loaded() implements Loading {}

    /**
     * The verifier rejected it.
     *
     * @param hint in plain words; may be empty
     */
    record Rejected(Errno errno, String log, String hint) implements Loading {}
}
