package dev.skep.cli;

import dev.skep.report.TextTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code skep doctor}: what this machine has, and what that means for Skep. */
@Command(
        name = "doctor",
        description = "Shows the JDK, the runtime, the kernel's BTF and whether the host's kernel would answer.")
final class DoctorCommand implements Callable<Integer> {
    private static final Path KERNEL_BTF = Path.of("/sys/kernel/btf/vmlinux");
    private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
    private static final int CAP_BPF = 39;
    private static final int CAP_SYS_ADMIN = 21;

    private final Skep skep;

    DoctorCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        TextTable table = new TextTable().words("WHAT").words("FOUND").words("MEANS");
        table.row(
                "JDK",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Runtime.version().feature() == 25 ? "as needed" : "Skep is built for JDK 25");
        table.row("JDK home", System.getProperty("java.home"), "");
        startCache(table);
        compiledMode(table);
        table.row(
                "kernel BTF",
                Files.isReadable(KERNEL_BTF) ? KERNEL_BTF + ", " + Files.size(KERNEL_BTF) + " bytes" : "none",
                Files.isReadable(KERNEL_BTF) ? "may be given to --btf" : "the bundled types are used");
        hostKernel(table);
        skep.terminal().print(table.render(""));
        return ExitCode.DONE;
    }

    private static void startCache(TextTable table) {
        Optional<Distribution> distribution = Distribution.current();
        if (distribution.isPresent()) {
            boolean fast = distribution.get().startsFast();
            table.row(
                    "start cache",
                    fast ? "there" : "none",
                    fast
                            ? "short commands start fast"
                            : "every start loads its classes anew: touch pom.xml to try again");
        }
    }

    private static void compiledMode(TextTable table) throws IOException, InterruptedException {
        Optional<Distribution> distribution = Distribution.current();
        if (distribution.isEmpty()) {
            table.row("compiled mode", "not started by the launcher", "interpreted only");
            return;
        }
        Process probe = new ProcessBuilder(distribution.get().compilingJvm().command(List.of(RuntimeNameCommand.NAME)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        probe.getOutputStream().close();
        String name = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean ended = probe.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            probe.destroyForcibly();
        }
        boolean compiles = ended && name.equals("COMPILED");
        table.row(
                "compiled mode",
                compiles ? "JVMCI and Graal" : "the JVM does not start with JVMCI and Graal",
                compiles
                        ? "long runs are compiled by Graal"
                                + (distribution.get().compilingJvm().startsFast() ? ", which is in the cache" : "")
                        : "programs are interpreted: slower, with equal results");
    }

    private static void hostKernel(TextTable table) throws IOException {
        String name = System.getProperty("os.name") + " " + System.getProperty("os.version");
        if (!Files.isReadable(PROCESS_STATUS)) {
            table.row("host kernel", name, "not asked: it has no bpf(2), and Skep needs none");
            return;
        }
        long capabilities = Files.readAllLines(PROCESS_STATUS, StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElse(0L);
        boolean privileged = (capabilities & (1L << CAP_BPF | 1L << CAP_SYS_ADMIN)) != 0;
        table.row(
                "host kernel",
                name,
                privileged
                        ? "may be asked for its own answer (CAP_BPF)"
                        : "would not answer (no CAP_BPF), and Skep needs none");
    }
}
