package dev.skep.cli;

import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.testing.NearestNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objects as they are named on the command line. */
final class ObjectFile {
    /** No object comes near; a file beyond it was named by mistake. */
    private static final long MAX_BYTES = 256 << 20;

    private ObjectFile() {}

    /**
     * Reads an object.
     *
     * @param type what all of its programs are to be, whatever their sections say; null to believe them
     */
    static ObjectSpec read(Path file, @Nullable String type) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file + ": a folder, expected a BPF object");
        }
        long size = Files.size(file);
        if (size > MAX_BYTES) {
            throw new BadInputException(file + ": " + size + " bytes, expected at most " + MAX_BYTES);
        }
        ObjectSpec spec = ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        return type == null ? spec : spec.withType(type(type));
    }

    private static ProgramType type(String name) {
        return Arrays.stream(ProgramType.values())
                .filter(type -> type.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "program type " + name + ": expected one like xdp, sched_cls, sched_act, socket_filter"));
    }

    /** The program of this name, or a message that lists the nearest names. */
    static ProgramSpec program(ObjectSpec spec, String name) {
        return spec.program(name)
                .orElseThrow(() -> new BadInputException(spec.name() + ": no program " + name + ", "
                        + NearestNames.hint(
                                name,
                                spec.programs().stream().map(ProgramSpec::name).toList())));
    }

    /** Programs and their types on one line. */
    static String listing(ObjectSpec spec) {
        return spec.programs().stream()
                .map(program -> {
                    ProgramType type = program.type();
                    return program.name() + " (" + (type == null ? "section " + program.section() : type.displayName())
                            + ")";
                })
                .collect(Collectors.joining(", "));
    }
}
