package dev.skep.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skep btf}: the verbs for types. */
@Command(
        name = "btf",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB",
        description = "Prints, cuts and joins BTF, the types of kernels and objects.")
final class BtfCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "btf: which of its verbs? ("
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
