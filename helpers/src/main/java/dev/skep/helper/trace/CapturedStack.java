package dev.skep.helper.trace;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.StackTraces;
import dev.skep.kernel.memory.AddressSpace;

/** Copies a stack trace to a program's memory. Counterpart: {@code __bpf_get_stack()} in {@code stackmap.c}. */
final class CapturedStack {
    /** {@code BPF_STACK_BUILD_ID_IP}: the file is not known, so its address stands there. */
    private static final int ONLY_ADDRESS = 2;

    private CapturedStack() {}

    /**
     * @param frames all frames that there are, innermost first
     * @param buf where they go; all of it is cleared when that fails
     * @return bytes copied, or a negative errno
     */
    @TruffleBoundary
    static long copy(AddressSpace memory, long[] frames, long buf, long sizeBytes, long flags) {
        long size = sizeBytes & 0xffff_ffffL;
        boolean buildIds = (flags & StackTraces.USER_BUILD_ID) != 0;
        boolean user = (flags & StackTraces.USER_STACK) != 0;
        int element = buildIds ? StackTraces.BUILD_ID_BYTES : Long.BYTES;
        long known = StackTraces.SKIP_MASK | StackTraces.USER_STACK | StackTraces.USER_BUILD_ID;
        memory.fill(buf, size, (byte) 0);
        if ((flags & ~known) != 0 || (buildIds && !user) || size % element != 0) {
            return Errno.EINVAL.result();
        }
        int skip = (int) (flags & StackTraces.SKIP_MASK);
        long depth = Math.min(Math.min(size / element + skip, StackTraces.MAX_DEPTH), frames.length);
        if (depth < skip) {
            return Errno.EFAULT.result();
        }
        for (int i = skip; i < depth; i++) {
            long at = buf + (long) (i - skip) * element;
            if (buildIds) {
                memory.writeInt(at, ONLY_ADDRESS);
            }
            memory.writeLong(at + element - Long.BYTES, frames[i]);
        }
        return (depth - skip) * element;
    }
}
