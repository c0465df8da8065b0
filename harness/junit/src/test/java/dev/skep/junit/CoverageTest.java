package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.skep.testing.BpfObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.EventType;

/** How much of their sources the programs of tests executed. */
class CoverageTest {
    private static final String FIREWALL = "fixtures/programs/firewall.bpf.o";
    private static final byte[] SYN = Frames.tcpSyn("10.0.0.9", "10.0.0.1", 80);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static EngineExecutionResults run(Map<String, String> parameters, Class<?>... tests) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter").configurationParameters(parameters);
        for (Class<?> test : tests) {
            kit.selectors(selectClass(test));
        }
        return kit.execute();
    }

    private static Optional<Throwable> failureOfClass(Class<?> test) {
        return run(Map.of(), test)
                .containerEvents()
                .filter(event -> event.getType() == EventType.FINISHED)
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .findFirst();
    }

    @Skep
    @Coverage
    static class Looks {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void atWhatItExecuted() {
            assertThatThrownBy(() -> assertThat(firewall.program("xdp_firewall").coverage())
                            .coversLines(1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("0.0 % of the lines are covered, expected at least 1.0 %")
                    .hasMessageContaining("NOT EXECUTED");
            firewall.program("xdp_firewall").run(SYN);
            assertThat(firewall.program("xdp_firewall").coverage())
                    .coversLines(30)
                    .coversBranches(10);
            assertThat(firewall.coverage().lineShare())
                    .isEqualTo(firewall.coverage("xdp_firewall").lineShare());
            assertThatThrownBy(() -> assertThat(firewall.coverage()).coversLines(99))
                    .hasMessageContaining("expected at least 99.0 %");
        }
    }

    @Test
    void aTestLooksAtWhatItExecuted() {
        run(Map.of(), Looks.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Skep
    @Coverage(lines = 99)
    static class NotEnough {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void runs() {
            firewall.program("xdp_firewall").run(SYN);
        }
    }

    @Test
    void aClassThatCoversTooLittleFails() {
        assertThat(failureOfClass(NotEnough.class))
                .hasValueSatisfying(failure -> assertThat(failure)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("its tests covered")
                        .hasMessageContaining("of the lines, expected at least 99 %")
                        .hasMessageContaining("firewall.bpf.c"));
    }

    @Skep
    @Coverage(lines = 1, programs = "xdp_firewall")
    static class Nothing {
        @Test
        void loadsNothing() {
            assertThat(1).isOne();
        }

        @Nested
        class Inside {
            @Test
            void counts(@Load(FIREWALL) BpfObject firewall) {
                firewall.program("xdp_firewall").run(SYN);
            }
        }
    }

    /** The outer class alone covers nothing. */
    @Test
    void testsOfNestedClassesCount() {
        assertThat(failureOfClass(Nothing.class)).isEmpty();
    }

    @Skep
    static class Plain {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void one() {
            firewall.program("xdp_firewall").run(SYN);
        }

        @Test
        void another() {
            firewall.program("xdp_firewall").run(SYN);
            firewall.program("xdp_firewall").run(SYN);
        }
    }

    @Test
    void nobodyCountsUnlessAsked() {
        run(Map.of(), NobodyCounts.class).testEvents().assertStatistics(stats -> stats.succeeded(1));
    }

    @Skep
    static class NobodyCounts {
        @Test
        void isTold(@Load(FIREWALL) BpfObject firewall) {
            assertThatThrownBy(firewall::coverage)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("put @Coverage on the test class");
        }
    }

    /** Three runs in two classes, in parallel or not, give the same file. */
    @Test
    void aRunWritesWhatAllItsTestsExecuted() throws IOException {
        Path file = folder.resolve("deep").resolve("lcov.info");
        run(Map.of("skep.coverage", file.toString()), Plain.class, Looks.class)
                .testEvents()
                .assertStatistics(stats -> stats.failed(0));
        String lcov = Files.readString(file);
        assertThat(lcov)
                .startsWith("TN:skep\nSF:")
                .contains("FNDA:4,xdp_firewall")
                .endsWith("end_of_record\n");
        assertThat(Files.readString(file.resolveSibling("lcov.info.txt")))
                .contains("NOT EXECUTED")
                .contains("firewall.bpf.c");

        run(
                Map.of(
                        "skep.coverage", file.toString(),
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.mode.default", "concurrent"),
                Looks.class,
                Plain.class);
        assertThat(Files.readString(file)).isEqualTo(lcov);
    }

    @Skep
    @Coverage(lines = 101)
    static class Impossible {
        @Test
        void never() {
            throw new AssertionError("ran");
        }
    }

    @Test
    void impossibleSharesAreRefused() {
        assertThat(failureOfClass(Impossible.class))
                .hasValueSatisfying(
                        failure -> assertThat(failure).hasMessageContaining("lines = 101, expected 0 to 100"));
    }
}
