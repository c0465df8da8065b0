package dev.skep.nodes;

import dev.skep.kernel.program.ProgramImage;
import java.util.ArrayList;
import java.util.List;

/** Counts what the programs execute that are loaded while an engine has it. */
public final class Coverage {
    private final List<Counted> programs = new ArrayList<>();

    /**
     * A program that was loaded.
     *
     * @param image without what the verifier knows to be dead
     */
    public record Counted(ProgramImage image, ExecutionCounts counts) {}

    ExecutionCounts add(ProgramImage image) {
        ExecutionCounts counts = new ExecutionCounts(image.code().size());
        programs.add(new Counted(image, counts));
        return counts;
    }

    /** All programs so far, as they were loaded; one that was loaded twice is there twice. */
    public List<Counted> programs() {
        return List.copyOf(programs);
    }
}
