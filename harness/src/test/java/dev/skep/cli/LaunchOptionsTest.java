package dev.skep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launchers start the JVM with. */
class LaunchOptionsTest {
    private static final Path OPTIONS = Path.of("src", "launch", "java-options");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** The JVM refuses some options beside those that write the cache, and the launchers go on without it then. */
    @Test
    void jvmTakesThemAndRecordsWhatTheStartCacheIsMadeOf() throws IOException, InterruptedException {
        Path recorded = folder.resolve("recorded");

        assertThat(java("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded, "-version"))
                .contains("version \"25");
        assertThat(recorded).isNotEmptyFile();
    }

    private static String java(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + OPTIONS));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
