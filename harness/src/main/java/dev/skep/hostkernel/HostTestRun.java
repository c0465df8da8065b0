package dev.skep.hostkernel;

import dev.skep.kernel.Errno;
import dev.skep.kernel.net.TestRunResult;
import java.util.Objects;

/**
 * What a {@code BPF_PROG_TEST_RUN} gave.
 *
 * @param result in the shape that the simulated kernel gives it
 * @param durationNs of a run, on the average
 */
public record HostTestRun(TestRunResult result, long durationNs) {
    static HostTestRun of(int result, long retval, long durationNs, byte[] data, int dataSize, byte[] context) {
        if (result < 0 && result != Errno.ENOSPC.result()) {
            Errno errno = Objects.requireNonNullElse(Errno.of(result), Errno.EIO);
            return new HostTestRun(new TestRunResult(errno, 0, new byte[0], 0, new byte[0]), 0);
        }
        return new HostTestRun(new TestRunResult(Errno.of(result), retval, data, dataSize, context), durationNs);
    }
}
