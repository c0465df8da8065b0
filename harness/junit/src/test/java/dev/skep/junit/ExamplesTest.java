package dev.skep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.skep.hostkernel.HostKernel;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/**
 * The example project, as far as it can be tried without installing anything: its tests are compiled against the
 * classes of this build and run.
 */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("examples", "../examples"));
    private static final Path TESTS = EXAMPLES.resolve("src/test");
    private static final int TEST_CLASSES = 3;
    /** Eight methods, one of which runs for each of four frames. */
    private static final int TESTS_RUN = 11;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path classes;

    @Test
    void theTestsOfTheExampleProjectPass() throws IOException, ClassNotFoundException {
        run("simulated").testEvents().assertStatistics(stats -> stats.succeeded(TESTS_RUN));
    }

    /** The one about a tracepoint is skipped: tracing programs have no test runs. */
    @Test
    @Tag("host-kernel")
    void theyPassOnTheKernelOfThisMachine() throws IOException, ClassNotFoundException {
        Optional<String> missing = HostKernel.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        run("host")
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(TESTS_RUN - 1).aborted(1));
    }

    private EngineExecutionResults run(String backend) throws IOException, ClassNotFoundException {
        List<Path> sources = files(TESTS.resolve("java"), ".java");
        assertThat(sources).hasSize(TEST_CLASSES);
        compile(sources);
        URL[] path = {
            classes.toUri().toURL(), TESTS.resolve("resources").toUri().toURL()
        };
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(path, before)) {
            thread.setContextClassLoader(loader);
            EngineTestKit.Builder tests =
                    EngineTestKit.engine("junit-jupiter").configurationParameter("skep.backend", backend);
            for (Path source : sources) {
                String name = source.getFileName().toString().replace(".java", "");
                tests.selectors(selectClass(loader.loadClass("example." + name)));
            }
            EngineExecutionResults results = tests.execute();
            assertThat(results.allEvents().failed().stream()
                            .map(event -> event.getTestDescriptor().getDisplayName() + ": " + event.getPayload()))
                    .isEmpty();
            return results;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private void compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> options = List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    /** {@code harness/examples/build-programs} makes objects and manifest anew. */
    @Test
    void noObjectIsOlderThanItsSource() throws IOException {
        StringBuilder now = new StringBuilder();
        for (Path source : files(TESTS.resolve("bpf"), ".bpf.c")) {
            String name = source.getFileName().toString().replace(".bpf.c", "");
            Path object = TESTS.resolve("resources/example").resolve(name + ".bpf.o");
            now.append(name)
                    .append(' ')
                    .append(sha256(object))
                    .append(' ')
                    .append(sha256(source))
                    .append('\n');
        }
        assertThat(Files.readString(TESTS.resolve("bpf/SOURCES.sha256"))).isEqualTo(now.toString());
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
