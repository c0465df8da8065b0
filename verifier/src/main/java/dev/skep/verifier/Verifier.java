package dev.skep.verifier;

import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.log.LogLevel;
import dev.skep.verifier.state.MapView;
import java.util.List;

/** Decides whether a program may be loaded, as the kernel's {@code bpf_check()} does. */
public final class Verifier {
    private Verifier() {}

    /** Looks at all paths of the program. */
    public static Verdict verify(ProgramImage program, VerifierOptions options) {
        return verify(program, MapViews.of(program.maps()), options);
    }

    /**
     * Looks at all paths of a program that replaces a function of another: as a program of that one's type, with the
     * arguments that the function declares.
     *
     * @param extension a program of type {@code EXT}, which names the function as its target
     * @param target an accepted program that has the function
     */
    public static Verdict verifyExtension(ProgramImage extension, ProgramImage target, VerifierOptions options) {
        ExtensionTarget replaced = ProgramVerification.target(
                target, extension.attachTarget(), MapViews.of(target.maps()), options.withLevel(LogLevel.STATISTICS));
        return ProgramVerification.verify(extension, replaced, MapViews.of(extension.maps()), options);
    }

    /** As {@link #verify}, with what is known about the maps, in the order of their indices; for tests without maps. */
    static Verdict verify(ProgramImage program, List<MapView> maps, VerifierOptions options) {
        return ProgramVerification.verify(program, null, maps, options);
    }
}
