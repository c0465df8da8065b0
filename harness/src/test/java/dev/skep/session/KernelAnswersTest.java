package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.PerfEvent;
import dev.skep.kernel.map.PerfEventArray;
import dev.skep.kernel.map.PerfRecord;
import dev.skep.kernel.map.RingBuffer;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.map.UserRingBuffer;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.object.ObjectReader;
import dev.skep.packet.CaptureReader;
import dev.skep.packet.Frame;
import dev.skep.report.MapContents;
import dev.skep.verifier.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Every network fixture over its captures: byte for byte what a 6.18 kernel gave through {@code BPF_PROG_TEST_RUN}. */
@Tag("engine")
class KernelAnswersTest {
    private static final int FEWEST_ANSWERS = 200;
    private static final int PERF_PAGES = 64;
    private static final int SMALLEST_CONTEXT = 128;

    private static final HexFormat HEX = HexFormat.of();

    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    @BeforeAll
    static void openEngine() {
        // Programs see a hundred frames here: compiled mode means to compile after a few, and to wait for it.
        engine = BpfEngine.open(Map.of(
                "engine.BackgroundCompilation", "false",
                "engine.SingleTierCompilationThreshold", "20",
                "engine.MultiTier", "false"));
        assertThat(engine.mode().name().toLowerCase(Locale.ROOT)).isEqualTo(System.getProperty("skep.mode"));
    }

    @AfterAll
    static void closeEngine() {
        engine.close();
    }

    @TestFactory
    Stream<DynamicTest> asTheKernel() throws IOException {
        KernelAnswers answers = KernelAnswers.inTheRepository();
        List<Path> files = answers.overCaptures();
        assertThat(files).hasSizeGreaterThan(FEWEST_ANSWERS);
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        Objects.requireNonNull(file.getParent()).getFileName() + "/" + file.getFileName(),
                        () -> new Comparison(answers, KernelAnswers.read(file)).run()));
    }

    /** One program over one capture. */
    private static final class Comparison {
        private final KernelAnswers answers;
        private final JsonTree expected;
        private final LoadedObject object;
        private final Map<String, List<String>> rings = new LinkedHashMap<>();
        private final Map<String, List<PerfEvent>> perfReaders = new LinkedHashMap<>();
        private final Map<String, List<Object>> perf = new LinkedHashMap<>();

        Comparison(KernelAnswers answers, JsonTree expected) throws IOException {
            this.answers = answers;
            this.expected = expected;
            Path file = answers.object(expected.text("object", ""));
            this.object = LoadedObject.inFreshKernel(
                    engine,
                    KernelConfig.reference().withCpus((int) expected.number("cpus", 0)),
                    ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file)),
                    Admission.VERIFIED);
        }

        void run() throws IOException {
            TestRun testRun = TestRun.of(object.kernel(), loaded(), (int) expected.number("cpu", 0));
            setUp();
            attachReaders();
            List<String> differences = new ArrayList<>();
            try (CaptureReader reader = CaptureReader.open(answers.capture(expected.text("capture", "")))) {
                for (JsonTree answer : expected.objects("frames")) {
                    Frame frame = Objects.requireNonNull(reader.next());
                    String difference = frame(testRun, frame, answer);
                    if (!difference.isEmpty()) {
                        differences.add("frame " + frame.number() + ":" + difference);
                    }
                    readBuffers();
                }
            }
            assertThat(differences).isEmpty();
            assertThat(rings).isEqualTo(expected.object("ringbufs").members());
            assertThat(perf).isEqualTo(expected.object("perf").members());
            assertThat(object.kernel().trace().lines().stream().map(TraceLine::text))
                    .isEqualTo(expected.list("trace"));
            maps();
        }

        private BpfProgram loaded() {
            return switch (object.load(expected.text("program", ""))) {
                case Load.Loaded(BpfProgram program) -> program;
                case Load.Refused(ProgramImage program, Verdict.Rejected verdict) ->
                    fail("%s was rejected with %s:\n%s", program.name(), verdict.errno(), verdict.log());
            };
        }

        private String frame(TestRun testRun, Frame frame, JsonTree answer) {
            TestRunResult result = testRun.run(request(frame));
            long errno = result.errno() == null ? 0 : result.errno().number();
            if (errno != answer.number("errno", 0)) {
                return " errno " + errno + ", expected " + answer.number("errno", 0);
            }
            if (errno != 0) {
                return "";
            }
            StringBuilder difference = new StringBuilder();
            if (result.retval() != answer.number("retval", 0)) {
                difference.append(" returned " + result.retval() + ", expected " + answer.number("retval", 0));
            }
            byte[] found = isSyscall() ? result.context() : result.data();
            byte[] out = answer.has("out") ? answer.hex("out") : isSyscall() ? contextOf(frame) : frame.data();
            if (!Arrays.equals(found, out)) {
                difference.append(" out " + HEX.formatHex(found) + ", expected " + HEX.formatHex(out));
            }
            if (answer.has("ctx")) {
                difference.append(SkBuffContext.differences(result.context(), answer.object("ctx")));
            }
            return difference.toString();
        }

        private TestRunRequest request(Frame frame) {
            if (isSyscall()) {
                return TestRunRequest.of(new byte[0]).withContext(contextOf(frame));
            }
            TestRunRequest request = TestRunRequest.of(frame.data());
            return expected.number("context", 0) != 0
                    ? request.withContext(SkBuffContext.goingIn((int) frame.number()))
                    : request;
        }

        private boolean isSyscall() {
            return expected.text("type", "").equals("syscall");
        }

        /** A syscall program gets the frame as its context. */
        private static byte[] contextOf(Frame frame) {
            return Arrays.copyOf(frame.data(), Math.max(frame.data().length, SMALLEST_CONTEXT));
        }

        private void setUp() {
            for (JsonTree element : expected.objects("setup")) {
                BpfMap map = object.linked()
                        .map(element.text("map", ""))
                        .orElseThrow()
                        .map();
                if (map instanceof UserRingBuffer ring) {
                    ring.submit(element.hex("value"));
                } else {
                    map.syscall().update(element.hex("key"), element.hex("value"), UpdateFlags.ANY);
                }
            }
        }

        private void attachReaders() {
            for (LinkedMap map : object.linked().maps()) {
                if (map.map() instanceof RingBuffer) {
                    rings.put(map.name(), new ArrayList<>());
                } else if (map.map() instanceof PerfEventArray array) {
                    perfReaders.put(map.name(), array.attachReaders(PERF_PAGES));
                    perf.put(map.name(), new ArrayList<>());
                }
            }
        }

        private void readBuffers() {
            for (LinkedMap map : object.linked().maps()) {
                if (map.map() instanceof RingBuffer ring) {
                    ring.consume()
                            .forEach(bytes -> Objects.requireNonNull(rings.get(map.name()))
                                    .add(HEX.formatHex(bytes)));
                }
            }
            perfReaders.forEach((name, readers) -> {
                for (PerfEvent reader : readers) {
                    for (PerfRecord entry : reader.consume()) {
                        PerfRecord.Sample sample = (PerfRecord.Sample) entry;
                        Objects.requireNonNull(perf.get(name))
                                .add(Map.of("cpu", (long) sample.cpu(), "data", HEX.formatHex(sample.bytes())));
                    }
                }
            });
        }

        private void maps() {
            MapReader reader = new MapReader(object.kernel(), MapReader.Form.RAW);
            for (LinkedMap map : object.linked().maps()) {
                JsonTree wanted = expected.object("maps").object(map.name());
                assertThat(map.map().type().lowerCaseName()).isEqualTo(wanted.text("type", ""));
                List<Object> found = plain(reader.read(map.name(), map.map()));
                if (wanted.has("sorted")) {
                    // The kernel seeded this map by chance, so its order says nothing.
                    assertThat(found)
                            .as("map %s", map.name())
                            .containsExactlyInAnyOrderElementsOf(wanted.list("entries"));
                } else if (!wanted.has("chance")) {
                    assertThat(found).as("map %s", map.name()).isEqualTo(wanted.list("entries"));
                }
            }
        }

        private static List<Object> plain(MapContents contents) {
            return contents.entries().stream().map(Comparison::plain).toList();
        }

        private static Object plain(MapContents.Entry entry) {
            return switch (entry) {
                case MapContents.Pair pair -> Map.of("key", pair.key(), "value", pair.value());
                case MapContents.PerCpu values -> Map.of("key", values.key(), "values", values.values());
                case MapContents.Element element -> Map.of("value", element.value());
                case MapContents.OfProgram slot -> Map.of("key", slot.key(), "program", slot.program());
                case MapContents.OfMap inner ->
                    Map.of(
                            "key",
                            inner.key(),
                            "map",
                            Map.of("type", inner.map().type(), "entries", plain(inner.map())));
            };
        }
    }
}
