package dev.skep.cli;

import dev.skep.btf.MalformedBtfException;
import dev.skep.debug.ProgramFault;
import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.KernelException;
import dev.skep.link.RelocationException;
import dev.skep.object.MalformedObjectException;
import dev.skep.packet.MalformedCaptureException;
import dev.skep.recording.MalformedRecordingException;
import dev.skep.session.MalformedCaseException;
import dev.skep.veristat.MalformedCsvException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The command {@code skep}: finds the verb, runs it, and turns what went wrong into one line and an exit code. */
@Command(
        name = "skep",
        mixinStandardHelpOptions = true,
        versionProvider = Skep.Version.class,
        synopsisSubcommandLabel = "VERB",
        description = "Runs BPF programs without a kernel.",
        footer = {"", "Exit codes: 0 done, 1 a test failed or a program was rejected, 2 usage, 3 bad input."})
public final class Skep {
    private final Terminal terminal;
    private final List<String> arguments;

    private Skep(Terminal terminal, List<String> arguments) {
        this.terminal = terminal;
        this.arguments = arguments;
    }

    /**
     * Runs the same command line on a JVM that compiles, where the launcher left one.
     *
     * @return its exit code, or null where there is none
     */
    @Nullable
    Integer againCompiled() throws IOException, InterruptedException {
        Optional<Distribution> distribution = Distribution.current();
        if (distribution.isEmpty() || Boolean.getBoolean(Distribution.STARTED_TO_COMPILE)) {
            return null;
        }
        terminal.flush();
        return distribution.get().runCompiled(arguments);
    }

    Terminal terminal() {
        return terminal;
    }

    /** Runs the verb that the arguments name and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Terminal.Watched watched =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        ? Terminal.Watched.BY_A_PERSON
                        : Terminal.Watched.BY_NOBODY;
        // Lines end as we say, and files are UTF-8; only a console that a person watches has a say in its characters.
        Terminal terminal = new Terminal(
                new PrintWriter(ConsoleWriter.to(System.out, watched, System.out.charset())),
                new PrintWriter(ConsoleWriter.to(System.err, watched, System.err.charset())),
                watched);
        System.exit(execute(terminal, arguments));
    }

    /** Runs the verb that the arguments name, without ending the process. */
    static int execute(Terminal terminal, String... arguments) {
        Skep skep = new Skep(terminal, List.of(arguments));
        CommandLine line = skep.commandLine()
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpAutoWidth(false)
                .setParameterExceptionHandler(Skep::usage)
                .setExecutionExceptionHandler((failure, command, parsed) -> skep.complain(failure));
        int code = arguments.length == 0 ? line.execute("--help") : line.execute(arguments);
        terminal.flush();
        return code;
    }

    /** With the verb that is named, or with all of them: reading the options of one takes as long as its work may. */
    private CommandLine commandLine() {
        CommandLine line = new CommandLine(this);
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        Supplier<Object> named = verbs().get(first);
        if (named != null) {
            return line.addSubcommand(first, named.get());
        }
        verbs().forEach((name, verb) -> line.addSubcommand(name, verb.get()));
        return line;
    }

    /** By name, in the order in which help lists them. */
    private Map<String, Supplier<Object>> verbs() {
        Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();
        verbs.put("run", () -> new RunCommand(this));
        verbs.put("replay", () -> new ReplayCommand(this));
        verbs.put("verify", () -> new VerifyCommand(this));
        verbs.put("events", () -> new EventsCommand(this));
        verbs.put("test", () -> new TestCommand(this, System.getenv()));
        verbs.put("cases", () -> new CasesCommand(this));
        verbs.put("dump", () -> new DumpCommand(this));
        verbs.put(
                "btf",
                () -> new CommandLine(new BtfCommand())
                        .addSubcommand(new BtfDumpCommand(this))
                        .addSubcommand(new BtfDedupCommand(this))
                        .addSubcommand(new BtfMinCommand(this)));
        verbs.put("bench", () -> new BenchCommand(this));
        verbs.put("doctor", () -> new DoctorCommand(this));
        verbs.put(RuntimeNameCommand.NAME, () -> new RuntimeNameCommand(this));
        verbs.put(TrainStartCommand.NAME, () -> new TrainStartCommand(this));
        verbs.put(PrepareCompiledCommand.NAME, PrepareCompiledCommand::new);
        verbs.put(TrainCompiledCommand.NAME, () -> new TrainCompiledCommand(this));
        return verbs;
    }

    private static int usage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        command.getErr().print("skep: " + wrong.getMessage() + "\n");
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().print("Try 'skep " + commandName(command) + "--help'.\n");
        return ExitCode.USAGE;
    }

    private static String commandName(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    /**
     * Says what went wrong. What a verb throws is about its input, about the program that it ran, or a bug of Skep.
     *
     * @return the exit code for it
     */
    int complain(Exception failure) {
        switch (failure) {
            case BadInputException _,
                    MalformedCaptureException _,
                    MalformedCaseException _,
                    MalformedRecordingException _,
                    MalformedObjectException _,
                    MalformedBtfException _,
                    MalformedCsvException _,
                    RelocationException _,
                    NotBuiltException _,
                    KernelException _ -> terminal.complain(String.valueOf(failure.getMessage()));
            case NoSuchFileException missing -> terminal.complain(missing.getFile() + ": no such file");
            case FileSystemException unreadable -> terminal.complain(String.valueOf(unreadable.getMessage()));
            case IOException unreadable -> terminal.complain("cannot be read or written: " + unreadable.getMessage());
            case UncheckedIOException wrapped -> {
                return complain(Objects.requireNonNull(wrapped.getCause()));
            }
            case ProgramFault fault -> {
                terminal.complain(String.valueOf(fault.getMessage()));
                return ExitCode.FAILED;
            }
            default -> {
                terminal.complain("a bug in Skep: " + failure);
                if (Boolean.getBoolean("skep.debug")) {
                    failure.printStackTrace(terminal.err());
                } else {
                    terminal.complain("start it with JAVA_TOOL_OPTIONS=-Dskep.debug=true to see where, and report it");
                }
                return ExitCode.INTERNAL_ERROR;
            }
        }
        return ExitCode.BAD_INPUT;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Skep.class.getPackage().getImplementationVersion();
            return new String[] {"skep " + (version == null ? "(not packaged)" : version)};
        }
    }
}
