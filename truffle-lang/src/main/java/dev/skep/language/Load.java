package dev.skep.language;

import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Verdict;

/** What became of the wish to load a program. */
public sealed interface Load {
    /** The program is there, and with it those that it may call through program arrays. */
    record Loaded(BpfProgram program) implements Load {}

    /**
     * The verifier rejected the program, or one that it may call through a program array.
     *
     * @param program the one that was rejected
     */
    record Refused(ProgramImage program, Verdict.Rejected verdict) implements Load {}
}
