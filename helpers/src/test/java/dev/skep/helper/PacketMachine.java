package dev.skep.helper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Json;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.context.Access;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A machine on which tests do step by step what a program would do to a packet, through the table of helpers: the
 * counterpart of the programs behind the recorded probes.
 */
public final class PacketMachine {
    private static final byte FILLING = (byte) 0xab;

    private final Kernel kernel = new Kernel(KernelConfig.reference());
    private final ProgramType type;
    private final ContextLayout layout;
    private final TestRun testRun;
    private final List<Long> returns = new ArrayList<>();
    private Consumer<PacketMachine> steps = machine -> {};
    private @Nullable Invocation invocation;

    public PacketMachine(String type) {
        this.type = ProgramType.valueOf(type.toUpperCase(Locale.ROOT));
        this.layout = ContextLayout.of(this.type, AttachType.NONE);
        ProgramImage image = ProgramImage.raw("steps", this.type, Bytecode.of(new byte[0]), List.of());
        this.testRun = TestRun.of(kernel, kernel.programs().add(image, this::execute), 0);
    }

    private long execute(Invocation running) {
        invocation = running;
        steps.accept(this);
        return 0;
    }

    public Kernel kernel() {
        return kernel;
    }

    /** Runs the steps on a frame. */
    public TestRunResult run(byte[] frame, Consumer<PacketMachine> what) {
        return run(TestRunRequest.of(frame), what);
    }

    public TestRunResult run(TestRunRequest request, Consumer<PacketMachine> what) {
        returns.clear();
        steps = what;
        return testRun.run(request);
    }

    /** Calls a helper with the context and more arguments, and keeps its result. */
    public PacketMachine call(int helper, long... arguments) {
        long[] all = new long[arguments.length + 1];
        all[0] = context();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return keep(value(helper, null, all));
    }

    /** What a helper returns; a map among its arguments is given beside them. */
    public long value(int helper, @Nullable BpfMap map, long... arguments) {
        BoundHelper bound = Objects.requireNonNull(
                HelperTable.standard().find(helper, type, AttachType.NONE), () -> "helper " + helper + " for " + type);
        long[] r = Arrays.copyOf(arguments, 5);
        return bound.body().call(running(), map, r[0], r[1], r[2], r[3], r[4]);
    }

    /** Calls a kfunc and keeps its result. */
    public PacketMachine kfunc(String name, long... arguments) {
        return keep(kfuncValue(name, arguments));
    }

    /** What a kfunc returns. */
    public long kfuncValue(String name, long... arguments) {
        long[] r = Arrays.copyOf(arguments, 5);
        BoundKfunc bound = Objects.requireNonNull(KfuncTable.standard().find(name), name);
        return bound.body().call(running(), null, r[0], r[1], r[2], r[3], r[4]);
    }

    /** Memory that holds these bytes. */
    public long bytes(byte... bytes) {
        long address = buffer(Math.max(bytes.length, 1));
        kernel.memory().write(address, bytes);
        return address;
    }

    /** The context pointer. */
    public long context() {
        return running().contextAddress();
    }

    public Invocation running() {
        return Objects.requireNonNull(invocation);
    }

    /** Keeps a four-byte field of the context. */
    public PacketMachine field(int offset) {
        return keep(read(offset, 4));
    }

    /** Keeps {@code data_end - data}. */
    public PacketMachine linear() {
        return type == ProgramType.XDP ? keep(read(4, 4) - read(0, 4)) : keep(read(80, 4) - read(76, 4));
    }

    public long read(int offset, int size) {
        return Objects.requireNonNull(layout.access(Access.READ, offset, size))
                .read(Objects.requireNonNull(running().context()));
    }

    public PacketMachine keep(long value) {
        returns.add(value);
        return this;
    }

    /** Memory that holds 0xab. */
    public long buffer(int size) {
        long address = kernel.memory().allocate(size, 8, "a test's buffer");
        kernel.memory().fill(address, size, FILLING);
        return address;
    }

    public List<Long> returns() {
        return List.copyOf(returns);
    }

    /** Checks a row of a probe: what the steps returned, and what came out of the frame. */
    public void check(Json row, byte[] frame, TestRunResult result) {
        assertThat(result.errno()).as("%s", row).isNull();
        assertThat(returns).as("%s", row).isEqualTo(row.numbers("returns"));
        if (row.has("out")) {
            assertThat(HexFormat.of().formatHex(result.data())).as("%s", row).isEqualTo(row.text("out"));
        } else if (row.has("outSha256")) {
            assertThat(result.data().length).as("%s", row).isEqualTo((int) row.number("size"));
            assertThat(HexFormat.of().formatHex(sha256(result.data())))
                    .as("%s", row)
                    .isEqualTo(row.text("outSha256"));
        } else {
            assertThat(result.data()).as("%s", row).isEqualTo(frame);
        }
    }

    private static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
