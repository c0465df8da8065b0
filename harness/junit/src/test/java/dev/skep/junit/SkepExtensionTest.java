package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.time.SimulatedClock;
import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import dev.skep.recording.RecordedEvent;
import dev.skep.testing.BpfObject;
import dev.skep.testing.ObjectReport;
import dev.skep.testing.PacketResult;
import dev.skep.testing.Recording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.OutputDirectoryCreator;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The extension as JUnit runs it. The classes that begin with {@code A} are the tests that it runs. */
class SkepExtensionTest {
    private static final String FIREWALL = "fixtures/programs/firewall.bpf.o";
    private static final String BANNED = "10.0.0.9";
    private static final byte[] SYN = Frames.tcpSyn(BANNED, "10.0.0.1", 80);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path outputs;

    private EngineExecutionResults run(Class<?> test) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(test))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .outputDirectoryCreator(new OutputDirectoryCreator() {
                    @Override
                    public Path getRootDirectory() {
                        return outputs;
                    }

                    @Override
                    public Path createOutputDirectory(TestDescriptor test) {
                        return outputs;
                    }
                })
                .execute();
    }

    private void succeed(Class<?> test, int tests) {
        EngineExecutionResults results = run(test);
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(tests));
    }

    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream()
                .map(event -> event.getTestDescriptor().getDisplayName() + ": " + failure(event))
                .toList();
    }

    private static Throwable failure(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
    }

    private Throwable onlyFailure(Class<?> test) {
        List<Event> failed = run(test).allEvents().failed().stream().toList();
        assertThat(failed).hasSize(1);
        return failure(failed.getFirst());
    }

    @Skep
    static class AFreshKernelForEachTest {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @BeforeEach
        void startsEmpty() {
            assertThat(firewall.map("flows")).isEmpty();
            assertThat(firewall.map("verdicts")).hasSum(0, 0);
        }

        @Test
        void one() {
            count();
        }

        @Test
        void another() {
            count();
        }

        private void count() {
            PacketResult result = firewall.program("xdp_firewall").run(SYN);
            assertThat(result).isPassed().isUnchanged();
            assertThat(firewall.map("flows")).hasSize(1);
            assertThat(firewall.map("verdicts")).hasSum(0, 1).hasEntry(0, List.of(1, 0));
        }
    }

    @Test
    void eachTestHasAFreshKernel() {
        succeed(AFreshKernelForEachTest.class, 2);
    }

    @Skep
    static class AKernelForTheClass {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private static BpfObject firewall;

        @BeforeAll
        static void ban(Kernel kernel) {
            assertThat(kernel).isSameAs(firewall.kernel());
            firewall.map("blocked").put(Frames.address(BANNED), new Ban(100, 0, 0));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void countsOn(int times, Kernel kernel, BpfObject only) {
            assertThat(kernel).isSameAs(firewall.kernel());
            assertThat(only).isSameAs(firewall);
            assertThat(firewall.program("xdp_firewall").run(SYN)).isDropped();
            assertThat(firewall.map("blocked").get(Frames.address(BANNED), Ban.class))
                    .isEqualTo(new Ban(100, 0, times));
        }
    }

    record Ban(int knocks, int lastPort, long dropped) {}

    @Test
    void staticFieldsAreSharedOverTheClass() {
        succeed(AKernelForTheClass.class, 3);
    }

    @Skep(cpus = 3, seed = 7, kernel = "6.12.1", config = OneMinuteUp.class)
    static class AMachineOfItsOwn {
        private final Kernel kernel;

        AMachineOfItsOwn(Kernel kernel) {
            this.kernel = kernel;
        }

        @Test
        void isConfigured(Kernel same, SimulatedClock clock, @Load(FIREWALL) BpfObject firewall) {
            assertThat(same).isSameAs(kernel).isSameAs(firewall.kernel());
            assertThat(kernel.config().cpus()).isEqualTo(3);
            assertThat(kernel.config().seed()).isEqualTo(7);
            assertThat(kernel.config().version()).hasToString("6.12.1");
            assertThat(clock.monotonicNs()).isEqualTo(60_000_000_000L);
            firewall.program("xdp_firewall").on(2).run(SYN);
            assertThat(firewall.map("verdicts")).hasEntry(0, List.of(0, 0, 1));
        }

        @Skep(cpus = 5)
        @Nested
        class Larger {
            @Test
            void hasTheInnerAnnotation(@Load(FIREWALL) BpfObject firewall) {
                assertThat(firewall.kernel().config().cpus()).isEqualTo(5);
            }
        }
    }

    static final class OneMinuteUp implements UnaryOperator<KernelConfig> {
        @Override
        public KernelConfig apply(KernelConfig config) {
            return config.withUptimeNs(60_000_000_000L);
        }
    }

    @Test
    void theAnnotationSaysWhichMachine() {
        succeed(AMachineOfItsOwn.class, 2);
    }

    @Skep
    static class AClassAroundAnother {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject outer;

        @BeforeEach
        void ban() {
            outer.map("blocked").put(Frames.address(BANNED), new Ban(100, 0, 0));
        }

        @Nested
        class Inside {
            @Load("fixtures/programs/flow_counter.bpf.o")
            @SuppressWarnings("NullAway.Init")
            private BpfObject inner;

            @Test
            void sharesItsKernel() {
                assertThat(inner.kernel()).isSameAs(outer.kernel());
                assertThat(outer.program("xdp_firewall").run(SYN)).isDropped();
                assertThat(inner.program("xdp_flow_counter").run(SYN)).isPassed();
            }
        }
    }

    @Test
    void nestedTestsShareTheKernelOfTheTest() {
        succeed(AClassAroundAnother.class, 1);
    }

    @Skep
    static class ARecording {
        @ParameterizedTest
        @Replay("fixtures/recordings/edge.pcap")
        void eachFrame(Frame frame) {
            assertThat(frame.data().length).isPositive();
        }

        @ParameterizedTest
        @Replay("fixtures/recordings/mixed.pcap")
        void all(Recording recording) {
            assertThat(recording.frames()).hasSize(Fixtures.frames("mixed.pcap").size());
        }

        @ParameterizedTest
        @Replay("fixtures/recordings/shell-pipeline.perf.data")
        void eachSample(RecordedEvent.Sample sample, Kernel kernel) {
            assertThat(sample.stamp().timeNs()).isPositive();
            assertThat(kernel.clock().monotonicNs()).isNotNegative();
        }

        @Test
        void asAParameter(@Replay("fixtures/recordings/shell-pipeline.perf.data") Recording recording) {
            assertThat(recording.events()).anyMatch(RecordedEvent.Sample.class::isInstance);
        }
    }

    @Test
    void recordingsAreArguments() throws IOException {
        int frames = Fixtures.frames("edge.pcap").size();
        assertThat(frames).isPositive();
        byte[] recording = Fixtures.bytes("recordings/shell-pipeline.perf.data");
        int samples = (int) Recording.read("shell-pipeline", new ByteArrayInputStream(recording)).events().stream()
                .filter(RecordedEvent.Sample.class::isInstance)
                .count();
        assertThat(samples).isGreaterThan(100);
        succeed(ARecording.class, frames + samples + 2);
    }

    @Skep
    @Execution(ExecutionMode.CONCURRENT)
    static class ParameterisedNestedAndParallel {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Nested
        @Execution(ExecutionMode.CONCURRENT)
        class Inside {
            @ParameterizedTest
            @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
            void countsOnlyItsOwn(int times, Kernel kernel) {
                for (int i = 0; i < times; i++) {
                    firewall.program("xdp_firewall").run(SYN);
                }
                assertThat(firewall.map("verdicts")).hasSum(0, times);
                assertThat(firewall.kernel()).isSameAs(kernel);
            }
        }

        @RepeatedTest(8)
        void startsWithNothing() {
            assertThat(firewall.map("verdicts")).hasSum(0, 0);
        }
    }

    @Test
    void testsThatAreParameterisedNestedAndParallelHaveKernelsOfTheirOwn() {
        succeed(ParameterisedNestedAndParallel.class, 16);
    }

    @Skep
    static class OverSeveralKernels {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @KernelMatrix({KernelMatrix.REFERENCE, "fixtures/core/kernel_old.btf", "fixtures/core/kernel_new.btf"})
        void hasTheTypesOfEach(Kernel kernel) {
            assertThat(firewall.kernel()).isSameAs(kernel);
            SEEN.add(kernel.btf().typeCount());
        }
    }

    private static final List<Integer> SEEN = new java.util.concurrent.CopyOnWriteArrayList<>();

    @Test
    void aMatrixRunsATestOnceForEachKernel() {
        succeed(OverSeveralKernels.class, 3);
        assertThat(SEEN).doesNotHaveDuplicates().hasSize(3);
    }

    @Skep
    static class Verdicts {
        @Test
        @Accepts(object = FIREWALL, program = "xdp_firewall")
        void accepted() {}

        @Test
        @Rejects(
                object = MISTAKES,
                program = "packet_unchecked",
                message = "invalid access to packet",
                errno = "EACCES")
        void rejected() {}

        @Test
        @Rejects(object = FIREWALL, program = "xdp_firewall")
        void rejectedWrongly() {}

        @Test
        @Rejects(object = MISTAKES, program = "packet_unchecked", message = "something else")
        void rejectedForAnotherReason() {}

        @Test
        @Accepts(object = MISTAKES, program = "packet_unchecked")
        void acceptedWrongly() {}

        @Test
        @Accepts(object = FIREWALL, program = "xdp_firewal")
        void misspelt() {}
    }

    private static final String MISTAKES = "fixtures/mistakes/mistakes.bpf.o";

    @Test
    void verdictsAreChecked() {
        EngineExecutionResults results = run(Verdicts.class);
        results.testEvents().assertStatistics(stats -> stats.succeeded(2).failed(4));
        assertThat(failures(results))
                .anyMatch(text -> text.startsWith("rejectedWrongly()") && text.contains("but it is accepted"))
                .anyMatch(text -> text.startsWith("rejectedForAnotherReason()")
                        && text.contains("does not contain \"something else\"")
                        && text.contains("invalid access to packet"))
                .anyMatch(text -> text.startsWith("acceptedWrongly()") && text.contains("EACCES"))
                .anyMatch(text ->
                        text.startsWith("misspelt()") && text.contains("no program xdp_firewal, it has xdp_firewall"));
    }

    @Skep
    static class ATestThatFails {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void saysWhatHappened() {
            firewall.map("blocked").put(Frames.address(BANNED), new Ban(100, 22, 0));
            assertThat(firewall.program("xdp_firewall").run(SYN)).isPassed();
        }
    }

    @Test
    void aFailureTellsTheStateOfTheMachine() throws IOException {
        EngineExecutionResults results = run(ATestThatFails.class);
        Throwable failure =
                failure(results.allEvents().failed().stream().toList().getFirst());
        assertThat(failure).hasMessage("xdp_firewall returned XDP_DROP, expected XDP_PASS");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0].toString())
                .contains("xdp_firewall on CPU 0: XDP_DROP", "map blocked (hash)", "last_port=22", "dropped=1")
                // Why it is so: which lines came last, and what was in the registers then.
                .containsSubsequence(
                        "the last run of xdp_firewall ended\n",
                        "if (ban && ban->knocks > knocks_allowed) {\n",
                        "ban->dropped++;\n",
                        "R0=0000000000000001 ")
                .doesNotContain("prefix.address = ip->saddr;");
        assertThat(results.testEvents().reportingEntryPublished().count()).isEqualTo(1);
        assertThat(results.testEvents().fileEntryPublished().count()).isEqualTo(2);
        assertThat(outputs.resolve("skep-report.txt")).content().contains("last_port=22");
        try (CaptureReader frames = CaptureReader.open(outputs.resolve("skep-frames.pcap"))) {
            assertThat(Objects.requireNonNull(frames.next()).data()).isEqualTo(SYN);
        }
    }

    @Skep
    static class AToolThatFails {
        @Load(value = "fixtures/cases/contexts.bpf.o", attach = Load.Attach.BY_SECTION)
        @SuppressWarnings("NullAway.Init")
        private BpfObject tool;

        @Test
        void saysWhatHappened(Kernel kernel) {
            kernel.tracepoint("sched/sched_process_exec").fire("pid", 42);
            assertThat(tool.map("seen")).isEmpty();
        }
    }

    /** Programs that what happens runs, and not the test. */
    @Test
    void aFailureTellsTheLastLinesOfAttachedPrograms() {
        assertThat(onlyFailure(AToolThatFails.class).getSuppressed()[0].toString())
                .contains("contexts.bpf.o: no runs\n")
                .containsSubsequence(
                        "the last run of counts_execs ended\n",
                        "count(record->pid);",
                        "R0=0000000000000000 ",
                        "42 = 1");
    }

    @Skep
    static class AMisspeltName {
        @Test
        void program(@Load(FIREWALL) BpfObject firewall) {
            firewall.program("firewall");
        }
    }

    @Test
    void wrongNamesGetTheNearest() {
        assertThat(onlyFailure(AMisspeltName.class))
                .hasMessage("firewall.bpf.o: no program firewall, it has xdp_firewall");
    }

    @Skep
    static class AFinalField {
        @Load(FIREWALL)
        private final String text = "";

        @Test
        void never() {
            assertThat(text).isNotEmpty();
        }
    }

    @Test
    void fieldsThatCannotHoldAnObjectAreNamed() {
        assertThat(onlyFailure(AFinalField.class)).hasMessageContaining("AFinalField.text: its type is String");
    }

    @Skep
    static class AMissingFile {
        @Test
        void never(@Load("no-such.bpf.o") BpfObject object) {
            object.attach();
        }
    }

    @Test
    void missingFilesAreNamed() {
        assertThat(onlyFailure(AMissingFile.class)).hasMessageContaining("no-such.bpf.o: not found on the class path");
    }

    @Skep
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @Execution(ExecutionMode.CONCURRENT)
    static class OneInstanceForTestsAtTheSameTime {
        @Load(FIREWALL)
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void never() {
            firewall.attach();
        }
    }

    @Test
    void sharedInstancesAreRefused() {
        assertThat(onlyFailure(OneInstanceForTestsAtTheSameTime.class))
                .hasMessageContaining("would share its @Load fields");
    }

    @Skep(cpus = 4)
    static class ARecordingThatHappens {
        @Load(value = "fixtures\\tools\\exec_snoop.bpf.o", attach = Load.Attach.BY_SECTION)
        @SuppressWarnings("NullAway.Init")
        private BpfObject tool;

        @Test
        void runsWhatIsAttached(@Replay("fixtures/recordings/shell-pipeline.perf.data") Recording recording) {
            tool.replay(recording);
            assertThat(tool.map("events"))
                    .records()
                    .anySatisfy(event -> assertThat(event.toString()).contains("exited=1"));
        }
    }

    /** The name of the object is written as on Windows. */
    @Test
    void recordedEventsHappenInTheKernelOfTheTest() {
        succeed(ARecordingThatHappens.class, 1);
    }

    @Test
    void objectsAndReportsAreTheSameOnEveryFileSystem() throws IOException {
        for (Configuration system : List.of(Configuration.windows(), Configuration.osX(), Configuration.unix())) {
            try (FileSystem files = Jimfs.newFileSystem(system)) {
                Path file = files.getPath("firewall.bpf.o");
                Files.write(file, Fixtures.bytes("programs/firewall.bpf.o"));
                try (BpfObject firewall = BpfObject.load(file)) {
                    firewall.program("xdp_firewall").run(SYN);
                    assertThat(ObjectReport.of(firewall))
                            .startsWith("firewall.bpf.o: the last runs\n  xdp_firewall on CPU 0: XDP_PASS\n")
                            .doesNotContain("\r");
                }
            }
        }
    }

    @Skep
    static class ATool {
        @Load(value = "fixtures/tools/exec_snoop.bpf.o", attach = Load.Attach.BY_SECTION)
        @SuppressWarnings("NullAway.Init")
        private BpfObject tool;

        @Test
        void seesWhatHappens(Kernel kernel) {
            kernel.tracepoint("sched/sched_process_exec")
                    .with("filename", "/bin/ls")
                    .fire();
            assertThat(tool.map("events")).records().hasSize(1);
        }
    }

    @Test
    void programsAreAttachedWhereTheirSectionsSay() {
        succeed(ATool.class, 1);
    }
}
