package dev.skep.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Verbs that are run for what the JVM learns from them; what they print goes nowhere.
 *
 * @param fixtures the folder of the programs and recordings to train with
 */
record Training(Path fixtures) {
    /** @throws BadInputException where there are no fixtures beside the distribution */
    static Training withFixtures() {
        return Distribution.current()
                .map(distribution -> distribution
                        .folder()
                        .resolve(Path.of("..", "..", "..", "fixtures"))
                        .normalize())
                .filter(Files::isDirectory)
                .map(Training::new)
                .orElseThrow(() -> new BadInputException("no fixtures to train with"));
    }

    String program(String name) {
        return fixtures.resolve("programs").resolve(name).toString();
    }

    String recording(String name) {
        return fixtures.resolve("recordings").resolve(name).toString();
    }

    /** Runs the verb that the arguments name; gives its exit code. */
    int run(String... arguments) {
        Terminal nowhere = new Terminal(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), Terminal.Watched.BY_NOBODY);
        return Skep.execute(nowhere, arguments);
    }
}
