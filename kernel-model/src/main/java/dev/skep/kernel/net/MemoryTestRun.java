package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * Test runs of programs whose context is memory that user space fills: syscall programs, which give it back, and raw
 * tracepoints, whose context is their arguments. A frame that is taken in without a context is the context.
 * Counterparts: {@code bpf_prog_test_run_syscall}, {@code bpf_prog_test_run_raw_tp}.
 */
final class MemoryTestRun extends TestRun {
    private static final int MAX_CONTEXT = 0xffff;

    /** {@code MAX_BPF_FUNC_ARGS}, of eight bytes each. */
    private static final int MAX_ARGUMENTS = 12 * Long.BYTES;

    private final long buffer;
    private final int most;
    private int size;

    MemoryTestRun(Kernel kernel, BpfProgram program, int cpu) {
        super(kernel, program, cpu);
        this.most = program.type() == ProgramType.SYSCALL ? MAX_CONTEXT : MAX_ARGUMENTS;
        this.buffer = kernel.memory().allocate(most, 8, "context of " + program.name());
    }

    @Override
    int check(TestRunRequest request) {
        boolean fits = request.context() == null || request.context().length <= most;
        boolean plain = request.data().length == 0
                && request.dataOutLimit() == 0
                && request.repeat() <= 1
                && request.flags() == 0
                && request.batchSize() == 0
                && (most == MAX_CONTEXT || request.contextOutLimit() == 0);
        return fits && plain ? 0 : EINVAL.result();
    }

    @Override
    int contextSize(TestRunRequest request) {
        return request.context() == null ? 0 : request.context().length;
    }

    @Override
    int take(byte[] frame, int offset, int length) {
        if (length > most) {
            return EINVAL.result();
        }
        if (length < MAX_ARGUMENTS) {
            kernel.memory().fill(buffer, MAX_ARGUMENTS, (byte) 0);
        }
        size = length;
        kernel.memory().write(buffer, frame, offset, length);
        return 0;
    }

    @Override
    int take(TestRunRequest request, byte @Nullable [] context) {
        return context == null ? 0 : take(context, 0, context.length);
    }

    @Override
    Invocation prepare() {
        return super.prepare().withContextAt(buffer);
    }

    @Override
    @Nullable
    ProgramContext context() {
        return null;
    }

    @Override
    public int end() {
        return 0;
    }

    @Override
    public int outputLength() {
        return size;
    }

    @Override
    boolean output(byte[] target, int offset, int length) {
        kernel.memory().read(buffer, target, offset, length);
        return true;
    }

    @Override
    void putContext(byte[] context) {
        kernel.memory().read(buffer, context, 0, context.length);
    }
}
