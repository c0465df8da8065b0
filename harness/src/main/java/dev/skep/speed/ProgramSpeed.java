package dev.skep.speed;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How fast a program was.
 *
 * @param object name of the file
 * @param program name of the program
 * @param type its type, as messages have it
 * @param insns instruction slots, with the functions that it calls
 * @param frames how many frames a run is the average of
 * @param mode the faster of what this JVM has: compiled, or interpreted where it cannot compile
 * @param timings of those that took part
 * @param kernel which kernel took part, or why none did
 * @param agreement whether all returned the same for each frame
 */
public record ProgramSpeed(
        String object,
        String program,
        String type,
        int insns,
        int frames,
        Way mode,
        Map<Way, Timing> timings,
        String kernel,
        Agreement agreement) {
    /** What the first run on each frame returned. */
    public enum Agreement {
        SAME,
        /** Programs that look at clocks, chance or addresses may differ; others do not do the same work. */
        DIFFERENT
    }

    public ProgramSpeed {
        timings = Map.copyOf(timings);
    }

    public @Nullable Timing timing(Way way) {
        return timings.get(way);
    }

    /** Its time in this mode by the kernel's time; NaN where no kernel took part. */
    public double ratioToKernel() {
        Timing kernelTiming = timing(Way.KERNEL);
        return kernelTiming == null
                ? Double.NaN
                : Objects.requireNonNull(timing(mode), "timed in its mode").medianNs() / kernelTiming.medianNs();
    }
}
