package dev.skep.cli;

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
        Training training = Training.withFixtures();
        String object = training.program("firewall.bpf.o");
        String rewriter = training.program("tc_rewriter.bpf.o");
        String capture = training.recording("mixed.pcap");
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
            failures += training.run(arguments);
        }
        skep.terminal().line("trained");
        return failures == 0 ? ExitCode.DONE : ExitCode.INTERNAL_ERROR;
    }
}
