package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfC;
import dev.skep.btf.BtfText;
import dev.skep.object.BtfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep btf dump}: types as bpftool prints them. */
@Command(name = "dump", description = "Prints types as bpftool does: numbered, or as a C header.")
final class BtfDumpCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A BPF object, a kernel (vmlinux), or raw BTF such as /sys/kernel/btf/vmlinux.")
    private Path file = Path.of("");

    @Option(names = "--format", paramLabel = "FORM", defaultValue = "RAW", description = "raw (default) or c.")
    private Form form = Form.RAW;

    private enum Form {
        C,
        RAW
    }

    BtfDumpCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        Btf types = BtfFile.read(file);
        skep.terminal()
                .print(
                        switch (form) {
                            case C -> BtfC.dump(types);
                            case RAW -> BtfText.dump(types);
                        });
        return ExitCode.DONE;
    }
}
