package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a console shows whose character set is not UTF-8, as that of many a Windows. */
class ConsoleWriterTest {
    private static final Charset CP1252 = Charset.forName("windows-1252");
    private static final String TEXT = "├─ Grüße an die 蜂 🐝?\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static byte[] written(Terminal.Watched watched, Charset console, String... pieces) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ConsoleWriter writer = ConsoleWriter.to(bytes, watched, console)) {
            for (String piece : pieces) {
                writer.write(piece);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void whatTheConsoleLacksIsEscaped() throws IOException {
        byte[] bytes = written(Terminal.Watched.BY_A_PERSON, CP1252, TEXT);
        assertThat(new String(bytes, CP1252)).isEqualTo("\\u{251c}\\u{2500} Grüße an die \\u{8702} \\u{1f41d}?\n");
        byte[] ascii = written(Terminal.Watched.BY_A_PERSON, StandardCharsets.US_ASCII, "Grüße\n");
        assertThat(new String(ascii, StandardCharsets.US_ASCII)).isEqualTo("Gr\\u{fc}\\u{df}e\n");
    }

    @Test
    void whatTheConsoleHasIsWrittenAsItHasIt() throws IOException {
        assertThat(written(Terminal.Watched.BY_A_PERSON, CP1252, "Grüße\n"))
                .isEqualTo(new byte[] {'G', 'r', (byte) 0xfc, (byte) 0xdf, 'e', '\n'});
        assertThat(written(Terminal.Watched.BY_A_PERSON, StandardCharsets.UTF_8, TEXT))
                .isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    /** A pair of halves may come in two pieces. */
    @Test
    void piecesMayEndAnywhere() throws IOException {
        assertThat(written(Terminal.Watched.BY_A_PERSON, CP1252, "a\ud83d", "\udc1db"))
                .isEqualTo("a\\u{1f41d}b".getBytes(CP1252));
    }

    @Test
    void filesAndPipesAreAlwaysUtf8() throws IOException {
        assertThat(written(Terminal.Watched.BY_NOBODY, CP1252, TEXT)).isEqualTo(TEXT.getBytes(StandardCharsets.UTF_8));
    }

    /** The tree of a test run on such a console: nothing but the names of cases needs more than ASCII. */
    @Test
    void theTreeOfATestRunIsReadable() throws IOException {
        String object = Path.of("..", "fixtures", "programs", "firewall.bpf.o")
                .toRealPath()
                .toString();
        Path file = Files.writeString(folder.resolve("a.skep.yaml"), """
                object: 'OBJECT'
                cases:
                  - name: größer
                    packet: ipv4 10.0.0.9 > 10.0.0.1 / udp 1 > 2
                    expect: {return: XDP_DROP}
                  - name: 蜂
                    packet: ipv4 10.0.0.9 > 10.0.0.1 / udp 1 > 2
                """.replace("OBJECT", object.replace('\\', '/'))
                .replace("\n", "\r\n"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintWriter out = new PrintWriter(ConsoleWriter.to(bytes, Terminal.Watched.BY_A_PERSON, CP1252));
        int exitCode = Skep.execute(new Terminal(out, out, Terminal.Watched.BY_NOBODY), "test", file.toString());
        out.flush();
        assertThat(exitCode).isEqualTo(ExitCode.FAILED);
        assertThat(new String(bytes.toByteArray(), CP1252))
                .contains("  FAILED   größer\n", "expected XDP_DROP, was XDP_PASS\n", "  ok       \\u{8702}\n")
                .doesNotContain("?");
    }
}
