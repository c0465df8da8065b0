package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.report.ReplayReport;
import dev.skep.session.MapReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The iterators of {@code tools/walks.bpf.c} over a machine that lines of JSON describe. */
@Tag("engine")
class WalksTest {
    private static final String MACHINE = """
            {"cgroup": {"id": 20, "path": "/system.slice"}}
            {"task": {"pid": 42, "comm": "cat", "args": ["cat", "/etc/passwd"], "cgroup": "/system.slice/cat.service",
              "files": {"0": "/dev/null", "3": {"path": "/etc/passwd", "inode": 77}}}}
            {"task": {"pid": 42, "tid": 43, "comm": "worker"}}
            {"mmap": {"pid": 42, "tid": 42, "address": 4194304, "length": 8192, "protection": 5, "file": "/bin/cat"}}
            {"socket": {"protocol": "tcp", "local": "10.0.0.1", "localPort": 34567, "remote": "10.0.0.2", "remotePort": 443,
              "uid": 1000, "members": {"snd_cwnd": 10}}}
            {"socket": {"protocol": "tcp", "local": "0.0.0.0", "localPort": 80}}
            {"socket": {"protocol": "udp", "local": "::1", "localPort": 53, "uid": 101}}
            """.replaceAll("\n +", " ");

    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    private final Replay replay =
            new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);

    @BeforeAll
    static void open() {
        engine = BpfEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    /** What each iterator wrote, by its program. */
    private Map<String, String> read(String map) throws IOException {
        Attachments wishes = new Attachments(Map.of(), Map.of("list_elements", map));
        assertThat(replay.attach(ObjectReader.read("walks.bpf.o", Fixtures.bytes("tools/walks.bpf.o")), wishes))
                .isEmpty();
        ByteArrayInputStream bytes = new ByteArrayInputStream(MACHINE.getBytes(StandardCharsets.UTF_8));
        try (RecordingReader reader = Recordings.open("lines", bytes, Strictness.STRICT)) {
            replay.play(reader);
        }
        put(
                "numbers",
                5,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(500)
                        .array());
        put(
                "numbers",
                6,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(600)
                        .array());
        replay.readIterators();
        return replay.reports(0).getFirst().programs().stream()
                .collect(Collectors.toMap(ReplayReport.Attached::program, ReplayReport.Attached::output));
    }

    private static String of(Map<String, String> outputs, String program) {
        return Objects.requireNonNull(outputs.get(program), program);
    }

    private BpfMap map(String name) {
        return replay.kernel().maps().all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void put(String map, int key, byte[] value) {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(key)
                .array();
        map(map).syscall().update(bytes, value, UpdateFlags.ANY);
    }

    @Test
    void filesAndAreasOfProcessesAreSeen() throws IOException {
        Map<String, String> output = read("numbers");
        assertThat(of(output, "list_files")).matches("42 0 /dev/null \\d+\n42 3 /etc/passwd 77\n2 files\n");
        assertThat(of(output, "list_areas").lines())
                .hasSize(3)
                .startsWith("42 400000-402000 r-x /bin/cat")
                .element(1)
                .asString()
                .matches("42 7f[0-9a-f]+-7fffffffe000 rw- -");
    }

    @Test
    void groupsComeFromTheRootDown() throws IOException {
        assertThat(of(read("numbers"), "list_groups"))
                .isEqualTo("1 0 ''\n20 1 'system.slice'\n21 2 'cat.service'\n3 groups\n");
    }

    @Test
    void mapsAndProgramsOfTheMachineAreSeen() throws IOException {
        Map<String, String> output = read("numbers");
        BpfMap numbers = map("numbers");
        assertThat(of(output, "list_maps").lines())
                .contains(numbers.id() + " numbers 1 16")
                .last()
                .isEqualTo(replay.kernel().maps().all().size() + " maps");
        assertThat(of(output, "list_programs").lines())
                .contains("1 list_files", "8 list_udp")
                .hasSize(9);
    }

    /** The program adds 1 to each value: those of a hash are the map's own, those of all CPUs a copy. */
    @Test
    void elementsOfTheMapThatWasAskedForAreSeenAndMayBeChanged() throws IOException {
        assertThat(of(read("numbers"), "list_elements").lines())
                .containsExactlyInAnyOrder("numbers: 5 = 500", "numbers: 6 = 600");
        assertThat(map("numbers").syscall().lookup(new byte[] {5, 0, 0, 0})).startsWith(501 & 0xff, 1);
        assertThat(map("numbers").syscall().lookup(new byte[] {6, 0, 0, 0})).startsWith(601 & 0xff, 2);
    }

    @Test
    void anIteratorOverElementsMustBeToldItsMap() throws IOException {
        assertThat(of(read("sums"), "list_elements")).isEqualTo("sums: 0 = 0\n");
        assertThatThrownBy(() -> replay.kernel()
                        .hooks()
                        .iterator("bpf_map_elem")
                        .read(replay.kernel().hooks().links().getFirst()))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("nobody said which map");
    }

    @Test
    void socketsAreSeenWithTheirAddresses() throws IOException {
        Map<String, String> output = read("numbers");
        assertThat(of(output, "list_tcp"))
                .isEqualTo("0.0.0.0:80 0.0.0.0:0 state 10 cwnd 0 uid 0\n"
                        + "10.0.0.1:34567 10.0.0.2:443 state 1 cwnd 10 uid 1000\n2 tcp sockets\n");
        assertThat(of(output, "list_udp")).isEqualTo("family 10 port 53 protocol 17 uid 101\n1 udp sockets\n");
    }
}
