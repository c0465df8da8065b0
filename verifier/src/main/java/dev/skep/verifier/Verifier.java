package dev.skep.verifier;

import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.state.MapView;
import java.util.List;

/** Decides whether a program may be loaded, as the kernel's {@code bpf_check()} does. */
public final class Verifier {
    private Verifier() {}

    /**
     * Looks at all paths of the program.
     *
     * @throws NotBuiltException when a verdict needs what does not exist here yet; the message names it
     */
    public static Verdict verify(ProgramImage program, VerifierOptions options) {
        if (program.type() == ProgramType.EXT) {
            // What it may do is what the program may do that it extends, which is not at hand.
            throw new NotBuiltException("the verifier cannot judge programs of type ext yet: " + program.name());
        }
        return verify(program, MapViews.of(program.maps()), options);
    }

    /** The same with what is known about the maps, in the order of their indices; for tests without maps. */
    static Verdict verify(ProgramImage program, List<MapView> maps, VerifierOptions options) {
        return ProgramVerification.verify(program, maps, options);
    }
}
