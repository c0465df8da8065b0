package dev.skep.cli;

import dev.skep.report.JsonLines;
import dev.skep.session.CaseResult;
import dev.skep.session.CaseRun;
import dev.skep.session.CaseSpec;
import dev.skep.session.LazyEngine;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skep cases}: raw programs, a JSON object a line in and out. */
@Command(name = "cases", description = "Judges and runs raw programs: a JSON object a line in, one out.")
final class CasesCommand implements Callable<Integer> {
    private final Skep skep;

    @Parameters(index = "0", paramLabel = "FILE", description = "JSON lines, may be compressed with gzip.")
    private Path file = Path.of("");

    @ArgGroup
    private Steps steps = new Steps();

    private static final class Steps {
        @Option(names = "--no-verify", description = "Only run the programs.")
        private boolean noVerify;

        @Option(names = "--verify-only", description = "Only judge the programs.")
        private boolean verifyOnly;

        CaseRun.Steps steps() {
            if (noVerify) {
                return CaseRun.Steps.RUN;
            }
            return verifyOnly ? CaseRun.Steps.VERIFY : CaseRun.Steps.VERIFY_AND_RUN;
        }
    }

    @Mixin
    private MachineOptions machine = new MachineOptions();

    CasesCommand(Skep skep) {
        this.skep = skep;
    }

    @Override
    public Integer call() throws IOException {
        try (BufferedReader reader = open(file);
                LazyEngine engine = new LazyEngine();
                JsonLines lines = new JsonLines(skep.terminal().out())) {
            CaseRun run = new CaseRun(engine, machine.config(), machine.cpu(), steps.steps());
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    CaseResult result = run.run(CaseSpec.parse(file.getFileName() + ":" + number, line));
                    lines.line(result::write);
                }
            }
        }
        return ExitCode.DONE;
    }

    /** What is compressed says so in its first two bytes. */
    private static BufferedReader open(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file));
        stream.mark(2);
        boolean compressed = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        InputStream plain = compressed ? new GZIPInputStream(stream) : stream;
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }
}
