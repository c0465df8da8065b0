package dev.skep.session;

import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;

/**
 * Verifies as libbpf loads: without a log first, since writing it takes most of the time, and once more with the path
 * that failed when the program is rejected.
 */
public final class TwoPassVerifier {
    private TwoPassVerifier() {}

    /**
     * The verdict; the log of a program that is accepted holds the statistics only.
     *
     * @throws dev.skep.helper.NotBuiltException when a verdict needs what does not exist here yet
     */
    public static Verdict verify(ProgramImage image, VerifierOptions options) {
        Verdict quiet = Verifier.verify(image, options.withLevel(LogLevel.STATISTICS));
        return switch (quiet) {
            case Verdict.Accepted accepted -> accepted;
            case Verdict.Rejected _ -> Verifier.verify(image, options.withLevel(LogLevel.FAILING_PATH));
        };
    }
}
