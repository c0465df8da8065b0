package dev.skep.helper.trace;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory;
import java.util.Arrays;

/**
 * Reads of addresses that may be wrong, of the kernel's memory and of a task's. Results are 0 or a length, or a
 * negative errno. Counterparts: {@code copy_from_kernel_nofault}, {@code strncpy_from_kernel_nofault},
 * {@code strncpy_from_user}.
 */
public final class ProbedMemory {
    private static final int FAULT = Errno.EFAULT.result();
    /** A page of the kernel's that belongs to tasks. */
    private static final long VSYSCALL = 0xffff_ffff_ff60_0000L;

    private static final int PAGE = AddressSpace.PAGE_SIZE;
    private static final long LOW = 0xffff_ffffL;

    private ProbedMemory() {}

    /** Whether an address is that of a task, for what takes either sort. */
    public static boolean isUser(long address) {
        return Long.compareUnsigned(address, UserMemory.END) < 0;
    }

    /** The kernel looks only at its own addresses: {@code copy_from_kernel_nofault_allowed()}. */
    private static boolean isKernel(long address) {
        boolean canonical = address << 16 >> 16 == address;
        return canonical && (address & -PAGE) != VSYSCALL && Long.compareUnsigned(address, UserMemory.END + PAGE) >= 0;
    }

    /** The negative errno of a read of the kernel's memory that fails at this address. */
    static int fault(long from) {
        return isKernel(from) ? FAULT : Errno.ERANGE.result();
    }

    /** Copies bytes of the kernel's; clears the target where that fails. {@code bpf_probe_read_kernel}. */
    public static long readKernel(Invocation in, long target, long size, long from) {
        AddressSpace memory = in.memory();
        long length = size & LOW;
        if (memory.contains(from, length) && length != 0) {
            memory.copy(from, target, length);
            return 0;
        }
        return length == 0 && isKernel(from) ? 0 : failed(memory, target, length, from);
    }

    @TruffleBoundary
    private static long failed(AddressSpace memory, long target, long length, long from) {
        memory.fill(target, length, (byte) 0);
        return fault(from);
    }

    /** Copies a string of the kernel's. {@code bpf_probe_read_kernel_str}. */
    @TruffleBoundary
    public static long readKernelString(Invocation in, long target, long size, long from) {
        AddressSpace memory = in.memory();
        int length = (int) size;
        if (length <= 0) {
            return 0;
        }
        if (!isKernel(from)) {
            return failed(memory, target, length, from);
        }
        for (int i = 0; i < length; i++) {
            if (!memory.contains(from + i, 1)) {
                return failed(memory, target, length, from);
            }
            byte next = memory.readByte(from + i);
            memory.writeByte(target + i, next);
            if (next == 0) {
                return i + 1L;
            }
        }
        memory.writeByte(target + length - 1, (byte) 0);
        return length;
    }

    /** Copies bytes of a task's; clears the target where that fails. {@code bpf_probe_read_user}. */
    @TruffleBoundary
    public static long readUser(Invocation in, Task task, long target, long size, long from) {
        long length = size & LOW;
        byte[] bytes = length > Integer.MAX_VALUE ? null : task.memory().read(from, (int) length);
        if (bytes == null) {
            in.memory().fill(target, length, (byte) 0);
            return FAULT;
        }
        in.memory().write(target, bytes);
        return 0;
    }

    /** Copies a string of a task's, with its NUL. {@code bpf_probe_read_user_str}. */
    @TruffleBoundary
    public static long readUserString(Invocation in, Task task, long target, long size, long from) {
        int length = (int) size;
        if (length <= 0) {
            return 0;
        }
        byte[] copied = new byte[length];
        int found = stringOf(task, from, copied, length);
        if (found < 0) {
            in.memory().fill(target, length, (byte) 0);
            return FAULT;
        }
        if (found == length) {
            copied[length - 1] = 0;
            in.memory().write(target, copied);
            return length;
        }
        in.memory().write(target, copied, 0, writtenBytes(found, length));
        return found + 1L;
    }

    /**
     * Takes a string over; without its NUL where it is longer than the limit. {@code strncpy_from_user}.
     *
     * @return its length without the NUL, or a negative errno
     */
    static int stringOf(Task task, long from, byte[] target, int limit) {
        int done = 0;
        while (done < limit) {
            int piece = (int) Math.min(limit - done, PAGE - (from + done & PAGE - 1));
            byte[] bytes = task.memory().read(from + done, piece);
            if (bytes == null) {
                return FAULT;
            }
            for (int i = 0; i < piece; i++) {
                if (bytes[i] == 0) {
                    return done + i;
                }
                target[done + i] = bytes[i];
            }
            done += piece;
        }
        return done;
    }

    /**
     * The kernel copies word by word as long as there is room for words: behind the NUL, the rest of a word is zero.
     */
    static int writtenBytes(int length, int limit) {
        int word = length & -Long.BYTES;
        return word + Long.BYTES <= limit ? word + Long.BYTES : length + 1;
    }

    /** Copies a string of a task's into memory, padded where it is asked for. {@code bpf_copy_from_user_str}. */
    @TruffleBoundary
    public static long copyString(Invocation in, Task task, long target, long size, long from, long flags) {
        boolean pad = flags == 1;
        if (flags != 0 && !pad) {
            return Errno.EINVAL.result();
        }
        int room = (int) size;
        if (room == 0) {
            return 0;
        }
        byte[] copied = new byte[room];
        int found = stringOf(task, from, copied, room - 1);
        if (found < 0) {
            if (pad) {
                in.memory().fill(target, room, (byte) 0);
            }
            return found;
        }
        Arrays.fill(copied, found, room, (byte) 0);
        in.memory().write(target, copied, 0, pad ? room : writtenBytes(found, room));
        return found + 1L;
    }
}
