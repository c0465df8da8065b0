package dev.skep.kernel.net;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs one program on packets, or on bytes of a system call, as {@code BPF_PROG_TEST_RUN} does. Made once and used for
 * any number of packets, one after the other; it keeps its buffers, so that a packet costs no allocation.
 *
 * <p>{@link #run} is the whole system call. For a replay, its parts:
 *
 * <pre>
 *   int refused = testRun.begin(frame, 0, frame.length);      // 0, or a negative errno: the program is not to run
 *   long r0 = program.executable().run(testRun.invocation()); // or straight into the compiled code
 *   refused = testRun.end();                                  // only needed for the output
 *   testRun.output(buffer, 0);
 * </pre>
 *
 * <p>Counterpart: {@code net/bpf/test_run.c}.
 */
public abstract sealed class TestRun permits MemoryTestRun, SkbTestRun, XdpTestRun {
    final Kernel kernel;
    private final BpfProgram program;
    private final int cpu;
    private final Invocation invocation;

    TestRun(Kernel kernel, BpfProgram program, int cpu) {
        this.kernel = kernel;
        this.program = program;
        this.cpu = cpu;
        this.invocation = new Invocation(kernel);
    }

    /**
     * For runs of a program on one CPU.
     *
     * @param cpu counted from 0
     * @throws IllegalArgumentException when there are no test runs for programs of its type
     */
    public static TestRun of(Kernel kernel, BpfProgram program, int cpu) {
        return switch (program.type()) {
            case XDP -> new XdpTestRun(kernel, program, cpu);
            case SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT ->
                new SkbTestRun(kernel, program, cpu);
            case SYSCALL, RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> new MemoryTestRun(kernel, program, cpu);
            case KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    CGROUP_SOCK,
                    SOCK_OPS,
                    SK_SKB,
                    CGROUP_DEVICE,
                    SK_MSG,
                    CGROUP_SOCK_ADDR,
                    LWT_SEG6LOCAL,
                    LIRC_MODE2,
                    SK_REUSEPORT,
                    FLOW_DISSECTOR,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    SK_LOOKUP,
                    NETFILTER ->
                throw new IllegalArgumentException(program.name() + ": no test runs for programs of type "
                        + program.type().displayName());
        };
    }

    /** The program that it runs. */
    public BpfProgram program() {
        return program;
    }

    /** What the program runs on; ready after {@link #begin}. */
    public Invocation invocation() {
        return invocation;
    }

    /**
     * Takes a frame in, without a context.
     *
     * @param frame holds the frame from {@code offset} on
     * @return 0, or a negative errno when the kernel refuses the frame; then the program is not to run
     */
    public final int begin(byte[] frame, int offset, int length) {
        int result = take(frame, offset, length);
        if (result == 0) {
            prepare();
        }
        return result;
    }

    /** Readies the invocation for the next run. */
    Invocation prepare() {
        return invocation.on(cpu, program, context());
    }

    /**
     * Ends the run of a program, so that the output can be taken.
     *
     * @return 0, or a negative errno when there is no output
     */
    public abstract int end();

    /** Bytes of the frame as the program left it, after {@link #end}. */
    public abstract int outputLength();

    /** Copies the frame as the program left it, after {@link #end}. */
    public final void output(byte[] target, int offset) {
        output(target, offset, outputLength());
    }

    /** Whether the frame is as it was: the output equals these bytes. */
    public final boolean outputEquals(byte[] frame, int offset, int length) {
        if (outputLength() != length) {
            return false;
        }
        byte[] now = new byte[length];
        output(now, 0);
        return Arrays.equals(now, 0, length, frame, offset, offset + length);
    }

    /** The whole system call. */
    public final TestRunResult run(TestRunRequest request) {
        int result = check(request);
        byte[] context = null;
        if (result == 0 && request.hasContext()) {
            context = new byte[contextSize(request)];
            result = takeContext(request.context(), context);
        }
        if (result == 0) {
            result = take(request, context);
        }
        if (result != 0) {
            return TestRunResult.refused(result);
        }
        long r0 = 0;
        for (int i = Math.max(1, request.repeat()); i > 0; i--) {
            r0 = program.executable().run(prepare());
        }
        result = end();
        if (result != 0) {
            return TestRunResult.refused(result);
        }
        return result(request, r0, context);
    }

    private TestRunResult result(TestRunRequest request, long r0, byte @Nullable [] context) {
        int size = outputLength();
        int limit = request.dataOutLimit();
        int copied = limit == 0 ? size : Math.min(size, limit);
        byte[] data = new byte[copied];
        Errno errno = output(data, 0, copied) && copied == size ? null : Errno.ENOSPC;
        byte[] contextOut = {};
        if (errno == null && context != null && request.contextOutLimit() != 0) {
            putContext(context);
            contextOut = Arrays.copyOf(context, Math.min(context.length, request.contextOutLimit()));
            errno = contextOut.length < context.length ? Errno.ENOSPC : null;
        }
        return new TestRunResult(errno, Integer.toUnsignedLong((int) r0), data, size, contextOut);
    }

    /** Copies the context in: shorter ones are filled up with zeros, longer ones must have zeros behind. */
    private static int takeContext(byte @Nullable [] given, byte[] context) {
        if (given == null) {
            return 0;
        }
        for (int i = context.length; i < given.length; i++) {
            if (given[i] != 0) {
                return Errno.E2BIG.result();
            }
        }
        System.arraycopy(given, 0, context, 0, Math.min(given.length, context.length));
        return 0;
    }

    /** Refuses flags and sizes that this type of program does not have. */
    abstract int check(TestRunRequest request);

    /** Bytes of the context struct. */
    abstract int contextSize(TestRunRequest request);

    /** Takes a frame in, without a context. */
    abstract int take(byte[] frame, int offset, int length);

    /** Takes a frame in with the context that came with it, if any. */
    abstract int take(TestRunRequest request, byte @Nullable [] context);

    /** Brings the context up to date after the run. */
    abstract void putContext(byte[] context);

    /** What stands behind the context pointer; {@code null} where that is only memory. */
    abstract @Nullable ProgramContext context();

    /** Copies the first bytes of the output; {@code false} when the kernel finds no room for pieces of it. */
    abstract boolean output(byte[] target, int offset, int length);
}
