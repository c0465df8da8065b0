package dev.skep.kernel.net;

import dev.skep.kernel.Errno;
import org.jspecify.annotations.Nullable;

/**
 * What {@code BPF_PROG_TEST_RUN} gave.
 *
 * @param errno {@code null} when it went well; with {@code ENOSPC} the rest is there as far as it fits, with any other
 *     error the rest is 0 and empty, and the program did not run or what it did is lost
 * @param retval what the program returned: 32 bits, unsigned
 * @param data the frame as the program left it
 * @param dataSize bytes that the whole frame has
 * @param context the {@code __sk_buff} or {@code xdp_md} as the program left it; empty when none was asked for
 */
public record TestRunResult(@Nullable Errno errno, long retval, byte[] data, int dataSize, byte[] context) {
    private static final byte[] NOTHING = {};

    static TestRunResult refused(int result) {
        return new TestRunResult(Errno.of(result), 0, NOTHING, 0, NOTHING);
    }
}
