package dev.skep.hostkernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapBatch;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.FunctionRecord;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("host-kernel")
class HostKernelTest {
    private static final byte[] FRAME = new byte[64];

    @SuppressWarnings("NullAway.Init")
    private HostKernel kernel;

    @BeforeEach
    void open() throws HostKernelMissingException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), () -> "no host kernel: " + missing.orElse(""));
        kernel = HostKernel.open();
    }

    @AfterEach
    void close() {
        if (kernel != null) {
            kernel.close();
        }
    }

    @Test
    void elementsComeBackAsTheyWentIn() {
        HostMap map = kernel.create(MapSpec.of("counts", MapType.HASH, 4, 8, 4));
        assertThat(map.find(u32(1))).isNull();
        map.update(u32(1), u64(10), UpdateFlags.NOEXIST);
        map.update(u32(2), u64(20), UpdateFlags.ANY);
        assertThat(map.find(u32(1))).isEqualTo(u64(10));
        assertThat(map.keys()).containsExactlyInAnyOrder(u32(1), u32(2));
        assertThatThrownBy(() -> map.update(u32(1), u64(11), UpdateFlags.NOEXIST))
                .isInstanceOfSatisfying(
                        KernelException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EEXIST));
        map.delete(u32(1));
        assertThat(map.findAndDelete(u32(2))).isEqualTo(u64(20));
        assertThat(map.keys()).isEmpty();
    }

    @Test
    void batchesCarryManyElements() {
        HostMap map = kernel.create(MapSpec.of("many", MapType.ARRAY, 4, 8, 3));
        assertThat(map.updateBatch(List.of(u32(0), u32(1), u32(2)), List.of(u64(5), u64(6), u64(7)))
                        .count())
                .isEqualTo(3);
        MapBatch first = map.lookupBatch(null, 2);
        assertThat(first.values()).containsExactly(u64(5), u64(6));
        MapBatch rest = map.lookupBatch(first.cursor(), 2);
        assertThat(rest.values()).containsExactly(u64(7));
        assertThat(rest.errno()).isEqualTo(Errno.ENOENT);
    }

    @Test
    void valuesOfEachCpuStandSideBySide() {
        HostMap map = kernel.create(MapSpec.of("percpu", MapType.PERCPU_ARRAY, 4, 4, 1));
        assertThat(map.find(u32(0))).hasSize(8 * kernel.cpus());
    }

    @Test
    void frozenMapsRefuseToBeWritten() {
        HostMap map = kernel.create(MapSpec.of("frozen", MapType.ARRAY, 4, 4, 1));
        map.freeze();
        assertThatThrownBy(() -> map.update(u32(0), u32(1), UpdateFlags.ANY))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("EPERM");
    }

    @Test
    void mapsHoldMaps() {
        MapSpec inner = MapSpec.of("inner", MapType.ARRAY, 4, 8, 1);
        HostMap outer = kernel.create(
                MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(inner));
        outer.update(u32(1), kernel.create(inner));
        assertThat(outer.find(u32(1))).isNotNull();
        assertThat(outer.find(u32(0))).isNull();
    }

    @Test
    void typesOfValuesAreTaken() {
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        HostMap map =
                kernel.create(MapSpec.of("typed", MapType.ARRAY, 4, 4, 1).withTypes(types.build(), number, number));
        assertThat(map.find(u32(0))).isEqualTo(u32(0));
    }

    @Test
    void wrongTypesAreRefusedWithTheKernelsReason() {
        BtfBuilder types = new BtfBuilder();
        int prototype = types.add(new BtfType.FuncProto(0, List.of()));
        types.add(new BtfType.Func("no name", prototype, BtfType.Linkage.STATIC));
        assertThatThrownBy(() -> kernel.load(types.build()))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("Invalid name");
    }

    @Test
    void runsOnAPacket() {
        HostProgram program = accepted(ProgramType.XDP, """
                r2 = *(u32 *)(r1 +0)
                r3 = *(u32 *)(r1 +4)
                r4 = r2
                r4 += 1
                if r4 > r3 goto drop
                *(u8 *)(r2 +0) = 7
                r0 = 2
                exit
                drop:
                r0 = 1
                exit
                """);
        HostTestRun run = program.testRun(TestRunRequest.of(FRAME).withRepeat(3));
        assertThat(run.result().errno()).isNull();
        assertThat(run.result().retval()).isEqualTo(2);
        assertThat(run.result().data()).hasSize(64).startsWith(7, 0);
        assertThat(program.facts().verifiedInstructions()).isEqualTo(10);
        assertThat(program.facts().translated().size()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void contextsGoInAndComeOut() {
        HostProgram program = accepted(ProgramType.SCHED_CLS, """
                r0 = *(u32 *)(r1 +8)
                r0 += 1
                *(u32 *)(r1 +8) = r0
                r0 = 0
                exit
                """);
        byte[] context = new byte[192];
        context[8] = 41;
        HostTestRun run = program.testRun(TestRunRequest.of(FRAME).withContext(context));
        assertThat(run.result().errno()).isNull();
        assertThat(run.result().context()).hasSize(192);
        assertThat(run.result().context()[8]).isEqualTo((byte) 42);
    }

    @Test
    void refusalsCarryErrnoAndLog() {
        HostVerdict verdict = load(image(ProgramType.XDP, "r0 = r3\nexit"), List.of(), HostLoadOptions.usual());
        assertThat(verdict).isInstanceOfSatisfying(HostVerdict.Rejected.class, rejected -> {
            assertThat(rejected.errno()).isEqualTo(Errno.EACCES);
            assertThat(rejected.log()).contains("R3 !read_ok");
        });
    }

    @Test
    void logsGrowUntilTheyFit() {
        String text = "r0 = 0\n".repeat(4000) + "exit";
        HostLoadOptions everything = HostLoadOptions.usual().withLogLevel(HostLoadOptions.LOG_EVERYTHING);
        HostVerdict verdict = load(image(ProgramType.XDP, text), List.of(), everything);
        assertThat(verdict).isInstanceOf(HostVerdict.Accepted.class);
        assertThat(verdict.log()).hasSizeGreaterThan(100_000).contains("processed 4001 insns");
    }

    @Test
    void ofLogsTooLongTheEndIsKept() {
        String text = "r0 = 0\n".repeat(4000) + "exit";
        HostLoadOptions little = HostLoadOptions.usual()
                .withLogLevel(HostLoadOptions.LOG_EVERYTHING)
                .withLogLimit(70_000);
        HostVerdict verdict = load(image(ProgramType.XDP, text), List.of(), little);
        assertThat(verdict).isInstanceOf(HostVerdict.Accepted.class);
        assertThat(verdict.log()).hasSizeLessThanOrEqualTo(70_000).contains("processed 4001 insns");
    }

    @Test
    void linesOfTheSourceStandInTheLog() {
        BtfBuilder types = new BtfBuilder();
        int number = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        int prototype = types.add(new BtfType.FuncProto(number, List.of()));
        int main = types.add(new BtfType.Func("main", prototype, BtfType.Linkage.GLOBAL));
        Btf btf = types.build();
        ProgramImage image = new ProgramImage(
                "lines",
                "",
                ProgramType.SOCKET_FILTER,
                AttachType.NONE,
                Assembler.assemble("r0 = 0\nexit"),
                List.of(),
                btf,
                List.of(new FunctionRecord(0, main)),
                List.of(new LineRecord(0, "a.c", "return 0; // zero", 3, 9)),
                "GPL",
                0,
                "");
        HostVerdict verdict =
                load(image, List.of(), HostLoadOptions.usual().withLogLevel(HostLoadOptions.LOG_EVERYTHING));
        assertThat(verdict.log()).contains("; return 0; // zero @ a.c:3");
    }

    @Test
    void recordsComeOutOfRingBuffers() {
        HostMap map = kernel.create(MapSpec.of("ring", MapType.RINGBUF, 0, 0, 4096));
        HostProgram program = accepted(ProgramType.XDP, """
                *(u64 *)(r10 -8) = 77
                .8byte 0x0000000000001118
                .8byte 0x0000000000000000
                r2 = r10
                r2 += -8
                r3 = 8
                r4 = 0
                call bpf_ringbuf_output#130
                r0 = 2
                exit
                """, map);
        try (HostRing ring = HostRing.of(map)) {
            assertThat(ring.take()).isEmpty();
            // More than the ring holds in all, so that records wrap around.
            for (int i = 0; i < 400; i++) {
                program.testRun(TestRunRequest.of(FRAME));
                assertThat(ring.take()).containsExactly(u64(77));
            }
            program.testRun(TestRunRequest.of(FRAME).withRepeat(2));
            assertThat(ring.take()).hasSize(2);
        }
    }

    @Test
    void mapsAreReachedByPosition() {
        HostMap map = kernel.create(MapSpec.of("value", MapType.ARRAY, 4, 8, 1));
        HostProgram program = accepted(ProgramType.XDP, """
                .8byte 0x0000000000002118
                .8byte 0x0000000000000000
                *(u64 *)(r1 +0) = 5
                r0 = 2
                exit
                """, map);
        program.testRun(TestRunRequest.of(FRAME));
        assertThat(map.find(u32(0))).isEqualTo(u64(5));
    }

    @Test
    void nothingStaysOpen() throws IOException {
        long before = descriptors();
        for (int i = 0; i < 5; i++) {
            try (HostKernel other = HostKernel.open()) {
                HostMap map = other.create(MapSpec.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 2)
                        .withInner(MapSpec.of("inner", MapType.ARRAY, 4, 8, 1)));
                HostVerdict verdict =
                        other.load(image(ProgramType.XDP, "r0 = 2\nexit"), List.of(map), HostLoadOptions.usual());
                assertThat(verdict).isInstanceOf(HostVerdict.Accepted.class);
                other.load(image(ProgramType.XDP, "exit"), List.of(map), HostLoadOptions.usual());
            } catch (HostKernelMissingException e) {
                throw new AssertionError(e);
            }
        }
        assertThat(descriptors()).isEqualTo(before);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(
                            link -> target(link).contains("bpf") || target(link).contains("btf"))
                    .count();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private HostProgram accepted(ProgramType type, String text, HostMap... maps) {
        HostVerdict verdict = load(image(type, text), List.of(maps), HostLoadOptions.usual());
        assertThat(verdict).as(verdict.log()).isInstanceOf(HostVerdict.Accepted.class);
        return ((HostVerdict.Accepted) verdict).program();
    }

    private HostVerdict load(ProgramImage image, List<HostMap> maps, HostLoadOptions options) {
        return kernel.load(image, maps, options);
    }

    private static ProgramImage image(ProgramType type, String text) {
        Bytecode code = Assembler.assemble(text);
        return ProgramImage.raw("test", type, code, List.of());
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] u64(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
