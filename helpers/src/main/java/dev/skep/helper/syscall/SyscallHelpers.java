package dev.skep.helper.syscall;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.PTR_TO_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_FIXED_SIZE_MEM;
import static dev.skep.kernel.program.HelperFamily.SYSCALL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.btf.BtfKind;
import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** System calls, types and symbols. */
public abstract class SyscallHelpers {
    private SyscallHelpers() {}

    /** Makes a {@code bpf()} system call. */
    @Helper(id = 166, families = SYSCALL, needs = Capability.PERFMON, mightSleep = true)
    abstract long bpf_sys_bpf(
            Invocation in, @Arg(ANYTHING) long cmd, @Arg(PTR_TO_RDONLY_MEM) long attr, @Arg(CONST_SIZE) long attrSize);

    /** Finds a type by name and kind. */
    @Helper(id = 167, families = SYSCALL, mightSleep = true)
    @TruffleBoundary
    static long bpf_btf_find_by_name_kind(
            Invocation in,
            @Arg(PTR_TO_RDONLY_MEM) long name,
            @Arg(CONST_SIZE) long nameSz,
            @Arg(ANYTHING) long kind,
            @Arg(ANYTHING) long flags) {
        String text = text(in, name, nameSz);
        if (flags != 0 || text == null) {
            return Errno.EINVAL.result();
        }
        OptionalInt found = (int) kind <= 0 || (int) kind >= BtfKind.values().length
                ? OptionalInt.empty()
                : in.kernel().btf().find(text, BtfKind.values()[(int) kind]);
        return found.isPresent() ? found.getAsInt() : Errno.ENOENT.result();
    }

    /** Closes a file descriptor. */
    @Helper(id = 168, families = SYSCALL, mightSleep = true)
    @Simplified("nothing is open that a program could close: -EBADF")
    static long bpf_sys_close(Invocation in, @Arg(ANYTHING) long fd) {
        return Errno.EBADF.result();
    }

    /** The address of a kernel symbol. */
    @Helper(id = 179, families = SYSCALL)
    @Simplified("symbols that the types tell, and some more")
    @TruffleBoundary
    static long bpf_kallsyms_lookup_name(
            Invocation in,
            @Arg(PTR_TO_MEM) long name,
            @Arg(CONST_SIZE_OR_ZERO) long nameSz,
            @Arg(ANYTHING) long flags,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long res) {
        in.memory().writeLong(res, 0);
        String text = text(in, name, nameSz);
        if (flags != 0 || text == null) {
            return Errno.EINVAL.result();
        }
        OptionalLong address = in.kernel().symbols().address(text);
        in.memory().writeLong(res, address.orElse(0));
        return address.isPresent() ? 0 : Errno.ENOENT.result();
    }

    /** A text of at least one character, whose last byte is its NUL; null if it is none. */
    private static @Nullable String text(Invocation in, long address, long size) {
        if ((int) size <= 1) {
            return null;
        }
        byte[] bytes = in.memory().bytes(address, (int) size);
        if (bytes[bytes.length - 1] != 0) {
            return null;
        }
        int end = 0;
        while (bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
}
