package dev.skep.cli;

import dev.skep.kernel.Capability;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.Privilege;
import dev.skep.object.BtfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that describe the simulated machine. */
final class MachineOptions {
    @Option(names = "--cpus", paramLabel = "N", defaultValue = "2", description = "Number of CPUs (default 2).")
    private int cpus;

    @Option(
            names = "--cpu",
            paramLabel = "K",
            defaultValue = "0",
            description = "The CPU that events happen on, from 0 (default 0).")
    private int cpu;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Where random sequences start (default 0).")
    private long seed;

    @Option(
            names = "--kernel",
            paramLabel = "VERSION",
            description = "What the machine says its kernel's version is (default 6.18.44).")
    private String kernel = KernelVersion.REFERENCE.toString();

    @Option(
            names = "--budget",
            paramLabel = "N",
            defaultValue = "10000000000",
            description = "Instructions that a program may execute for one event (default 10,000,000,000).")
    private long budget;

    @Option(
            names = "--btf",
            paramLabel = "FILE",
            description =
                    "The kernel's types: raw BTF such as /sys/kernel/btf/vmlinux, or an ELF file with it (default:"
                            + " those of the reference kernel that programs use).")
    private @Nullable Path btf;

    @Option(
            names = "--capabilities",
            paramLabel = "CAP,...",
            description = "What whoever creates maps and loads programs may do: all (default), none, or some of bpf,"
                    + " perfmon, net_admin, sys_admin.")
    private String capabilities = "all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** @throws IOException if the file with the types cannot be read */
    KernelConfig config() throws IOException {
        KernelTypes types = btf == null ? KernelTypes.reference() : KernelTypes.of(BtfFile.read(btf));
        try {
            return KernelConfig.reference()
                    .withTypes(types)
                    .withCpus(cpus)
                    .withSeed(seed)
                    .withInstructionBudget(budget)
                    .withVersion(KernelVersion.parse(kernel))
                    .withPrivilege(privilege());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Privilege privilege() {
        return switch (capabilities) {
            case "all" -> Privilege.ALL;
            case "none" -> Privilege.NONE;
            default ->
                new Privilege(Stream.of(capabilities.split(",", -1))
                        .map(MachineOptions::capability)
                        .collect(Collectors.toSet()));
        };
    }

    /** With the kernel's prefix or without. */
    private static Capability capability(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        return Stream.of(Capability.values())
                .filter(known -> name.equals(known.name()) || name.equals("CAP_" + known.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--capabilities " + word
                        + ": expected all, none, or some of bpf, perfmon, net_admin, sys_admin"));
    }

    int cpu() {
        if (cpu < 0 || cpu >= cpus) {
            throw new ParameterException(
                    spec.commandLine(), "--cpu " + cpu + ": expected 0 to " + (cpus - 1) + " (--cpus " + cpus + ")");
        }
        return cpu;
    }
}
