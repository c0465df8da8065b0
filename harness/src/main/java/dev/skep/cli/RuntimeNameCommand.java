package dev.skep.cli;

import dev.skep.language.Mode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What {@code skep doctor} asks a JVM that it started with Graal: whether that one compiles. */
@Command(name = RuntimeNameCommand.NAME, hidden = true)
final class RuntimeNameCommand implements Callable<Integer> {
    static final String NAME = "runtime-name";

    private final Skep skep;

    RuntimeNameCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() {
        skep.terminal().line(Mode.current().name());
        return ExitCode.DONE;
    }
}
