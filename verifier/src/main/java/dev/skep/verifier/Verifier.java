package dev.skep.verifier;

import dev.skep.kernel.program.ProgramImage;
import dev.skep.verifier.state.MapView;
import java.util.List;

/** Decides whether a program may be loaded, as the kernel's {@code bpf_check()} does. */
public final class Verifier {
    private Verifier() {}

    /** Looks at all paths of the program. */
    public static Verdict verify(ProgramImage program, VerifierOptions options) {
        return verify(program, MapViews.of(program.maps()), options);
    }

    /** The same with what is known about the maps, in the order of their indices; for tests without maps. */
    static Verdict verify(ProgramImage program, List<MapView> maps, VerifierOptions options) {
        return ProgramVerification.verify(program, maps, options);
    }
}
