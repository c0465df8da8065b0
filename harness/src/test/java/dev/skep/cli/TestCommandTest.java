package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code skep test}, as it is called. */
class TestCommandTest {
    private static final Path FIXTURES = Path.of("..", "fixtures");
    private static final String FIREWALL = """
            object: OBJECT
            cases:
              - name: passes
                packet: ipv4 10.0.0.9 > 10.0.0.1 / udp 1 > 2
                expect: {return: XDP_PASS}
              - name: fails
                packet: ipv4 10.0.0.9 > 10.0.0.1 / udp 1 > 2
                expect:
                  return: XDP_DROP
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int skep(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Skep.execute(
                new Terminal(new PrintWriter(out), new PrintWriter(err), Terminal.Watched.BY_NOBODY), arguments);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private Path firewall(String name) throws IOException {
        Path object = FIXTURES.resolve("programs").resolve("firewall.bpf.o").toRealPath();
        return write(name, FIREWALL.replace("OBJECT", "'" + object.toString().replace('\\', '/') + "'"));
    }

    @Test
    void aFolderIsSearchedAndATreeIsShown() throws IOException {
        firewall("deep/er/a.skep.yaml");
        write("deep/ignored.yaml", "nonsense");
        assertThat(skep("test", folder.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains(
                        "deep/er/a.skep.yaml\n  ok       passes\n  FAILED   fails\n           line 9: return: expected"
                                + " XDP_DROP, was XDP_PASS\n")
                .endsWith("2 cases: 1 passed, 1 failed\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void reportsAreWritten() throws IOException {
        Path file = firewall("a.skep.yaml");
        Path reports = folder.resolve("reports");
        assertThat(skep("test", file.toString(), "--xml", reports.toString(), "--json", "--case", "pass"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString().lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"case\":\"passes\"")
                        .contains("\"program\":\"xdp_firewall\"")
                        .contains("\"status\":\"passed\""));
        try (Stream<Path> written = Files.list(reports)) {
            assertThat(written).singleElement().satisfies(xml -> {
                assertThat(xml.getFileName().toString()).startsWith("TEST-").endsWith("a.skep.yaml.xml");
                assertThat(xml).content().contains("tests=\"1\"").contains("name=\"passes\"");
            });
        }
    }

    @Test
    void coverageIsWrittenAndShown() throws IOException {
        Path lcov = folder.resolve("out.lcov");
        assertThat(skep("test", firewall("a.skep.yaml").toString(), "--case", "passes", "--coverage", lcov.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("NOT EXECUTED").contains("firewall.bpf.c");
        assertThat(lcov)
                .content()
                .contains("SF:")
                .contains("FNDA:1,xdp_firewall")
                .endsWith("end_of_record\n");
    }

    /** These classes are no distribution, which alone has another JVM to start. */
    @Test
    void theModeIsChosen() throws IOException {
        String file = firewall("a.skep.yaml").toString();
        assertThat(skep("test", file, "--case", "passes", "--mode", "interpreted"))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("1 case: 1 passed");
        assertThat(skep("test", file, "--case", "passes", "--mode", "compiled")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("no compiled mode here; skep doctor says why");
        assertThat(skep("test", file, "--mode", "fast")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("fast");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        assertThat(skep("test", folder.resolve("no").toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("no: no such file");
        assertThat(skep("test", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("expected *.skep.yaml or *.skep.json");
        assertThat(skep("test", "--backend", "moon")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("moon");
    }

    @Test
    void aBrokenFileDoesNotKeepOthersFromBeingRun() throws IOException {
        write("a.skep.yaml", "object: x\ncases: 7\n");
        firewall("b.skep.yaml");
        assertThat(skep("test", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("skep: ").contains("a.skep.yaml:2:8: 7, expected a list of cases");
        assertThat(out.toString()).contains("2 cases: 1 passed, 1 failed");
        Files.write(folder.resolve("a.skep.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(skep("test", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("expected text");
    }

    /** Seeded mutations of the examples: read and run, or refused with a place; never a stack trace. */
    @Test
    @Timeout(300)
    void brokenCaseFilesAreRunOrRefused() throws IOException {
        Random random = new Random(27);
        List<Path> examples = List.of(
                FIXTURES.resolve("cases").resolve("firewall.skep.yaml"),
                FIXTURES.resolve("cases").resolve("packets.skep.yaml"),
                FIXTURES.resolve("cases").resolve("rejections.skep.yaml"));
        String programs = FIXTURES.toRealPath().toString().replace('\\', '/');
        int run = 0;
        for (int i = 0; i < 120; i++) {
            String text = Files.readString(examples.get(i % examples.size())).replace("../", programs + "/");
            Path mutant = folder.resolve("mutant.skep.yaml");
            Files.writeString(mutant, mutated(text, random), StandardCharsets.UTF_8);
            int exitCode = skep("test", mutant.toString());
            assertThat(exitCode)
                    .as("mutant %d: %s%s", i, out, err)
                    .isIn(ExitCode.DONE, ExitCode.FAILED, ExitCode.BAD_INPUT);
            assertThat(out + err.toString())
                    .as("mutant %d", i)
                    .doesNotContain("Exception")
                    .doesNotContain("\tat ");
            if (err.toString().isEmpty()) {
                run++;
            } else {
                assertThat(err.toString()).startsWith("skep: ").containsPattern("mutant.skep.yaml:[0-9]+:[0-9]+: ");
            }
        }
        assertThat(run).isBetween(20, 119);
    }

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int change = random.nextInt(3); change >= 0; change--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(5)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.setCharAt(at, "0123456789abcxyz.:/>[]{}\"'#-&* \n".charAt(random.nextInt(32)));
                case 2 -> changed.insert(at, "0123456789abcxyz.:/>[]{}\"'#-&* \n".charAt(random.nextInt(32)));
                case 3 -> changed.setLength(Math.max(1, at));
                default -> {
                    int from = random.nextInt(changed.length());
                    changed.insert(at, changed.substring(from, Math.min(changed.length(), from + 30)));
                }
            }
        }
        return changed.toString();
    }
}
