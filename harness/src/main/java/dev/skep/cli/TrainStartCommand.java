package dev.skep.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * What the launcher runs once while the JVM writes its AOT cache: the ways that short commands take, so that the
 * classes on them are in the cache.
 */
@Command(name = TrainStartCommand.NAME, hidden = true)
final class TrainStartCommand implements Callable<Integer> {
    static final String NAME = "train-start";

    private final Skep skep;

    TrainStartCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() {
        Optional<Path> fixtures = Distribution.current()
                .map(distribution -> distribution
                        .folder()
                        .resolve(Path.of("..", "..", "..", "fixtures"))
                        .normalize());
        if (fixtures.isEmpty() || !Files.isDirectory(fixtures.get())) {
            throw new BadInputException("no fixtures to train with");
        }
        String object =
                fixtures.get().resolve(Path.of("programs", "firewall.bpf.o")).toString();
        String rewriter =
                fixtures.get().resolve(Path.of("programs", "tc_rewriter.bpf.o")).toString();
        String capture =
                fixtures.get().resolve(Path.of("recordings", "mixed.pcap")).toString();
        Terminal nowhere = new Terminal(
                new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), Terminal.Watched.BY_NOBODY);
        int failures = 0;
        for (String[] arguments : new String[][] {
            {"run", object, "--pcap", capture},
            {"run", rewriter, "--pcap", capture, "--json"},
            {"verify", object, rewriter},
            {"verify", object, "-o", "csv"},
            {"dump", object, "--linked"},
            {"btf", "dump", object, "--format", "c"},
            {"--help"}
        }) {
            failures += Skep.execute(nowhere, arguments);
        }
        skep.terminal().line("trained");
        return failures == 0 ? ExitCode.DONE : ExitCode.INTERNAL_ERROR;
    }
}
