package dev.skep.helper.cgroup;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SYSCTL;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Errno;
import dev.skep.kernel.hook.SystemControl;
import dev.skep.kernel.program.Invocation;
import java.nio.charset.StandardCharsets;

/** The system control that a task reads or writes. */
public final class SysctlHelpers {
    /** {@code BPF_F_SYSCTL_BASE_NAME}: only what is behind the last slash. */
    private static final long BASE_NAME = 1;

    private static final int LONGEST_VALUE = 4095;

    private static final byte[] NOTHING = {};

    private SysctlHelpers() {}

    /** The name of the control that is accessed, cut off where it does not fit. */
    @Helper(id = 101, families = CGROUP_SYSCTL)
    @TruffleBoundary
    static long bpf_sysctl_get_name(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_WRITABLE_MEM) long buf,
            @Arg(CONST_SIZE) long bufLen,
            @Arg(ANYTHING) long flags) {
        String name = control(in, ctx).name();
        byte[] text = (flags & BASE_NAME) == 0
                ? name.getBytes(StandardCharsets.ISO_8859_1)
                : name.substring(name.lastIndexOf('/') + 1).getBytes(StandardCharsets.ISO_8859_1);
        if (bufLen == 0) {
            return Errno.E2BIG.result();
        }
        int copied = (int) Math.min(text.length, bufLen - 1);
        in.memory().write(buf, text, 0, copied);
        in.memory().writeByte(buf + copied, (byte) 0);
        return copied < text.length ? Errno.E2BIG.result() : copied;
    }

    /** The value of the control as it is. */
    @Helper(id = 102, families = CGROUP_SYSCTL)
    @TruffleBoundary
    static long bpf_sysctl_get_current_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long bufLen) {
        return copy(in, control(in, ctx).value(), buf, bufLen);
    }

    /** The value that the task writes to the control. */
    @Helper(id = 103, families = CGROUP_SYSCTL)
    @TruffleBoundary
    static long bpf_sysctl_get_new_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long bufLen) {
        return copy(in, control(in, ctx).newValue().orElse(NOTHING), buf, bufLen);
    }

    /** Replaces the value that the task writes to the control. */
    @Helper(id = 104, families = CGROUP_SYSCTL)
    @TruffleBoundary
    static long bpf_sysctl_set_new_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_RDONLY_MEM) long buf, @Arg(CONST_SIZE) long bufLen) {
        SystemControl control = control(in, ctx);
        if (control.newValue().isEmpty() || control.newValue().get().length == 0 || bufLen == 0) {
            return Errno.EINVAL.result();
        }
        if (bufLen > LONGEST_VALUE) {
            return Errno.E2BIG.result();
        }
        control.replace(in.memory().bytes(buf, (int) bufLen));
        return 0;
    }

    private static SystemControl control(Invocation in, long ctx) {
        return in.context(ctx, SystemControl.class);
    }

    /** {@code copy_sysctl_value}: all of the buffer is written; what has no room for a NUL behind it is cut off. */
    private static long copy(Invocation in, byte[] value, long buf, long bufLen) {
        if (bufLen == 0) {
            return Errno.E2BIG.result();
        }
        in.memory().fill(buf, bufLen, (byte) 0);
        if (value.length == 0) {
            return Errno.EINVAL.result();
        }
        in.memory().write(buf, value, 0, (int) Math.min(value.length, bufLen - 1));
        return value.length < bufLen ? value.length : Errno.E2BIG.result();
    }
}
