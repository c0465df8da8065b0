package dev.skep.cli;

import dev.skep.link.ProgramDump;
import dev.skep.object.MapDefinition;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.report.JsonLines;
import dev.skep.report.TextTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep dump}: what is in an object. */
@Command(name = "dump", description = "Disassembles an object's programs with their source lines, and lists its maps.")
final class DumpCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(index = "0", paramLabel = "OBJECT", description = "A BPF object as clang makes it.")
    private Path object = Path.of("");

    @Option(names = "--program", paramLabel = "NAME", description = "Only this program.")
    private @Nullable String program;

    @Option(names = "--linked", description = "As it is loaded: with subprograms, maps and symbols resolved.")
    private boolean linked;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "What the programs are, where their sections do not say: xdp, sched_cls, ...")
    private @Nullable String type;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Option(names = "--json", description = "An object a line and program, for other tools.")
    private boolean json;

    DumpCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        ObjectSpec spec = ObjectFile.read(object, type);
        List<ProgramSpec> programs = program == null ? spec.programs() : List.of(ObjectFile.program(spec, program));
        if (json) {
            json(spec, programs);
        } else {
            text(spec, programs);
        }
        return ExitCode.DONE;
    }

    private ProgramDump dump(ObjectSpec spec, ProgramSpec each) throws IOException {
        return linked ? ProgramDump.linked(spec, each, machine.config()) : ProgramDump.unlinked(spec, each);
    }

    private void json(ObjectSpec spec, List<ProgramSpec> programs) throws IOException {
        try (JsonLines lines = new JsonLines(skep.terminal().out())) {
            for (ProgramSpec each : programs) {
                ProgramDump listed = dump(spec, each);
                lines.line(generator -> {
                    generator.writeStringProperty("object", spec.name());
                    generator.writeStringProperty("program", each.name());
                    generator.writeStringProperty("section", each.section());
                    generator.writeStringProperty("type", typeName(each));
                    generator.writeName("insns");
                    JsonLines.value(generator, listed.instructions());
                    generator.writeStringProperty("text", listed.text());
                });
            }
        }
    }

    private void text(ObjectSpec spec, List<ProgramSpec> programs) throws IOException {
        for (ProgramSpec each : programs) {
            ProgramDump listed = dump(spec, each);
            skep.terminal()
                    .line(each.section() + "/" + each.name() + " (" + typeName(each) + "), "
                            + listed.instructions().size() + " instructions:");
            skep.terminal().print(listed.text());
            skep.terminal().line("");
        }
        if (program == null && !spec.maps().isEmpty()) {
            TextTable table = new TextTable()
                    .words("MAP")
                    .words("TYPE")
                    .numbers("KEY")
                    .numbers("VALUE")
                    .numbers("MAX")
                    .words("FLAGS");
            for (MapDefinition map : spec.maps()) {
                table.row(
                        map.name(),
                        map.spec().type().lowerCaseName(),
                        map.spec().keySize(),
                        map.spec().valueSize(),
                        Integer.toUnsignedString(map.spec().maxEntries()),
                        map.spec().flags() == 0
                                ? ""
                                : String.format(Locale.ROOT, "0x%x", map.spec().flags()));
            }
            skep.terminal().print(table.render(""));
        }
    }

    private static String typeName(ProgramSpec program) {
        return program.type() == null ? "unspec" : program.type().displayName();
    }
}
