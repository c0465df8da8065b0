package dev.skep.cli;

import dev.skep.language.Mode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says whether programs are compiled, which needs another JVM than short commands start on. */
final class ModeOption {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "auto",
            description = "compiled, interpreted, or auto: compiled when there is much to do (default).")
    private Wanted wanted = Wanted.AUTO;

    private enum Wanted {
        AUTO,
        COMPILED,
        INTERPRETED
    }

    /** How much there is to do. */
    enum Work {
        LITTLE,
        MUCH
    }

    /**
     * Runs the same verb in a JVM that compiles, where that is wanted and this one does not.
     *
     * @return its exit code; null if this JVM is to go on
     * @throws BadInputException if compiled mode is asked for by name and there is none
     */
    @Nullable
    Integer elsewhere(Skep skep, Work work) throws IOException, InterruptedException {
        boolean compile = wanted == Wanted.COMPILED || wanted == Wanted.AUTO && work == Work.MUCH;
        if (!compile || Mode.current() == Mode.COMPILED) {
            return null;
        }
        Integer exitCode = skep.againCompiled();
        if (exitCode == null && wanted == Wanted.COMPILED) {
            throw new BadInputException("no compiled mode here; skep doctor says why");
        }
        return exitCode;
    }
}
