package dev.skep.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the launcher runs once so that compiled runs start fast. */
@Command(name = PrepareCompiledCommand.NAME, hidden = true)
final class PrepareCompiledCommand implements Callable<Integer> {
    static final String NAME = "prepare-compiled";

    @Override
    public Integer call() throws IOException, InterruptedException {
        Distribution distribution = Distribution.current()
                .orElseThrow(() -> new BadInputException("not started by the launcher: nothing to prepare"));
        distribution.compilingJvm().prepare();
        return ExitCode.DONE;
    }
}
