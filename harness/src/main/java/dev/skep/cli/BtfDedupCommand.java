package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfDedup;
import dev.skep.object.BtfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep btf dedup}: types of several files in one, each once. */
@Command(name = "dedup", description = "Puts the types of files together and removes those that are there twice.")
final class BtfDedupCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "BPF objects, kernels (vmlinux), or raw BTF; the order decides which of equal types stays.")
    private List<Path> files = List.of();

    @Option(names = "-o", paramLabel = "OUT", required = true, description = "Where to write the raw BTF.")
    private Path out = Path.of("");

    BtfDedupCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        List<Btf> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(BtfFile.read(file));
        }
        Btf joined = BtfDedup.joined(parts);
        Btf once = BtfDedup.of(joined);
        byte[] bytes = once.bytes();
        Files.write(out, bytes);
        skep.terminal()
                .line(out + ": " + (once.typeCount() - 1) + " types of " + (joined.typeCount() - 1) + ", "
                        + bytes.length + " bytes");
        return ExitCode.DONE;
    }
}
