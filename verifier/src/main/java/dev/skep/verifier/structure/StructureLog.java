package dev.skep.verifier.structure;

import dev.skep.kernel.Errno;

/** Where the checks say what they found. */
public interface StructureLog {
    /**
     * Says something at every level of the log.
     *
     * @param text with its line ends, of which some messages of the kernel have none
     */
    void say(String text);

    /** Says something that only the second level shows. */
    void detail(String text);

    /** Shows the source line that a slot belongs to, unless it was the last to be shown, after this prefix. */
    void source(int slot, String prefix);

    /** Says why the program is refused; to be thrown by the caller. */
    default StructureRejection rejected(Errno errno, String message) {
        say(message);
        return new StructureRejection(errno);
    }
}
