package dev.skep.cli;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKeepList;
import dev.skep.btf.BtfSubset.Ids;
import dev.skep.kernel.KernelTypes;
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

/** {@code skep btf min}: the part of a kernel's types that programs need. */
@Command(
        name = "min",
        description = "Cuts a kernel's BTF down to what programs need, and what that refers to.",
        footer = {
            "",
            "A list holds a kind (struct, union, enum, typedef, func, var, type, any) and a name a line; * stands for any",
            "characters. Without one, what programs are known to use is kept."
        })
final class BtfMinCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(index = "0", paramLabel = "VMLINUX", description = "A kernel's types: raw BTF, or an ELF file with it.")
    private Path vmlinux = Path.of("");

    @Option(names = "-o", paramLabel = "OUT", required = true, description = "Where to write the raw BTF.")
    private Path out = Path.of("");

    @Option(names = "--keep", paramLabel = "LIST", description = "A file that lists what to keep; may be repeated.")
    private List<Path> lists = List.of();

    @Option(
            names = "--keep-ids",
            description = "Leave every type at its id, with small fillers for those that go: larger, but ids in"
                    + " instructions and logs of that kernel stay true.")
    private boolean keepIds;

    BtfMinCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        Btf source = BtfFile.read(vmlinux);
        Btf small = list().of(source).build(keepIds ? Ids.UNCHANGED : Ids.RENUMBERED);
        byte[] bytes = small.bytes();
        Files.write(out, bytes);
        skep.terminal()
                .line(out + ": " + (small.typeCount() - 1) + " types of " + (source.typeCount() - 1) + ", "
                        + bytes.length + " bytes of " + source.bytes().length);
        return ExitCode.DONE;
    }

    private BtfKeepList list() throws IOException {
        if (lists.isEmpty()) {
            return KernelTypes.keepList();
        }
        List<String> lines = new ArrayList<>();
        for (Path list : lists) {
            List<String> own = Files.readAllLines(list);
            try {
                BtfKeepList.parse(own);
            } catch (IllegalArgumentException e) {
                throw new BadInputException(list + ": " + e.getMessage());
            }
            lines.addAll(own);
        }
        return BtfKeepList.parse(lines);
    }
}
