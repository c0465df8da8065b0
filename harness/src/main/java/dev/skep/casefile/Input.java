package dev.skep.casefile;

import dev.skep.packet.layer.Octets;
import java.nio.file.Path;
import java.util.Optional;

/** What a step gives to the program. */
sealed interface Input {
    /** Nothing: the program is loaded at most. */
    record Nothing() implements Input {}

    /**
     * A frame.
     *
     * @param context fields of the context, {@code mark: 7}, or the whole as {@code hex(...)}
     * @param repeat how often the program runs on it
     */
    record Frame(Octets bytes, Optional<CaseNode> context, int repeat) implements Input {}

    /** The frames of a capture. */
    record Capture(Path file) implements Input {}

    /** Recorded events. */
    record Events(Path file) implements Input {}
}
