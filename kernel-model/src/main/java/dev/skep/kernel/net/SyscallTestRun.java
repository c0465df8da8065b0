package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EINVAL;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Test runs of syscall programs: their context is memory, which user space fills and gets back. A frame that is taken
 * in without a context is the context. Counterpart: {@code bpf_prog_test_run_syscall}.
 */
final class SyscallTestRun extends TestRun {
    private static final int MAX_CONTEXT = 0xffff;

    private final long buffer;
    private int size;

    SyscallTestRun(Kernel kernel, BpfProgram program, int cpu) {
        super(kernel, program, cpu);
        this.buffer = kernel.memory().allocate(MAX_CONTEXT, 8, "context of a syscall program");
    }

    @Override
    int check(TestRunRequest request) {
        boolean fits = request.context() == null || request.context().length <= MAX_CONTEXT;
        boolean plain = request.data().length == 0
                && request.dataOutLimit() == 0
                && request.repeat() <= 1
                && request.flags() == 0
                && request.batchSize() == 0;
        return fits && plain ? 0 : EINVAL.result();
    }

    @Override
    int contextSize(TestRunRequest request) {
        return request.context() == null ? 0 : request.context().length;
    }

    @Override
    int take(byte[] frame, int offset, int length) {
        if (length > MAX_CONTEXT) {
            return EINVAL.result();
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
