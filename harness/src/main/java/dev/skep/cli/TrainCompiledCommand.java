package dev.skep.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * What runs once while the JVM that compiles writes its AOT cache: programs that are compiled, so that the compiler's
 * classes are in the cache, and what was learned about its methods.
 */
@Command(name = TrainCompiledCommand.NAME, hidden = true)
final class TrainCompiledCommand implements Callable<Integer> {
    static final String NAME = "train-compiled";

    /** So often that what can be compiled is, in the background. */
    private static final String REPEAT = "1000";

    private final Skep skep;

    TrainCompiledCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() {
        Training training = Training.withFixtures();
        String capture = training.recording("mixed.pcap");
        int failures = 0;
        for (String object : new String[] {"firewall.bpf.o", "tc_rewriter.bpf.o"}) {
            failures += training.run(
                    "run", training.program(object), "--pcap", capture, "--repeat", REPEAT, "--mode", "compiled");
        }
        skep.terminal().line("trained");
        return failures == 0 ? ExitCode.DONE : ExitCode.INTERNAL_ERROR;
    }
}
