package dev.skep.casefile;

import dev.skep.kernel.Errno;
import dev.skep.packet.layer.Octets;
import java.util.List;

/** What came of the input of a step. */
sealed interface Outcome {
    /** There was no input. */
    record Nothing() implements Outcome {}

    /**
     * The program ran once on a frame or a context.
     *
     * @param returned 32 bits, unsigned
     * @param frame as the program left it
     * @param context as the program left it; none where nobody asked
     */
    record Ran(long returned, Octets frame, Octets context) implements Outcome {}

    /** {@code TEST_RUN} refused the input, and nothing ran. */
    record Refused(Errno errno) implements Outcome {}

    /** Many inputs; each of them ran or was refused. */
    record Many(List<Outcome> each) implements Outcome {
        public Many {
            each = List.copyOf(each);
        }
    }
}
