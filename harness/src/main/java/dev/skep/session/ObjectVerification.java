package dev.skep.session;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.LinkedObject;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;

/** An object whose maps are in a kernel of its own, so that its programs can be judged; none of them is loaded. */
public final class ObjectVerification {
    private final LinkedObject linked;
    private final VerifierOptions options;
    private final Log log;

    /** What the log of a verdict holds. */
    public enum Log {
        /** The path that failed; of an accepted program the statistics only. */
        OF_REJECTIONS,
        /** Statistics, {@code log_level} 4. */
        STATISTICS,
        /** The path that failed, {@code log_level} 1. */
        FAILING_PATH,
        /** All paths, {@code log_level} 2. */
        EVERYTHING
    }

    /**
     * A program that was judged.
     *
     * @param image what was judged
     * @param durationNs time on the wall clock that it took
     */
    public record Judged(ProgramSpec program, ProgramImage image, Verdict verdict, long durationNs) {}

    private ObjectVerification(LinkedObject linked, VerifierOptions options, Log log) {
        this.linked = linked;
        this.options = options;
        this.log = log;
    }

    /**
     * Creates the object's maps.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     */
    public static ObjectVerification of(
            ObjectSpec spec, KernelConfig config, VerifierOptions.Summary summary, Log log) {
        return new ObjectVerification(
                Linker.link(spec, new Kernel(config)),
                VerifierOptions.onMachine(config).withSummary(summary),
                log);
    }

    /**
     * Judges a program.
     *
     * @throws dev.skep.link.RelocationException if it refers to what is not there, or has no type
     * @throws dev.skep.helper.NotBuiltException when a verdict needs what does not exist here yet
     */
    public Judged judge(ProgramSpec program) {
        ProgramImage image = linked.image(program.name());
        long startNs = System.nanoTime();
        Verdict verdict = switch (log) {
            case OF_REJECTIONS -> TwoPassVerifier.verify(image, options);
            case STATISTICS -> Verifier.verify(image, options.withLevel(LogLevel.STATISTICS));
            case FAILING_PATH -> Verifier.verify(image, options.withLevel(LogLevel.FAILING_PATH));
            case EVERYTHING -> Verifier.verify(image, options.withLevel(LogLevel.EVERYTHING));
        };
        return new Judged(program, image, verdict, System.nanoTime() - startNs);
    }
}
