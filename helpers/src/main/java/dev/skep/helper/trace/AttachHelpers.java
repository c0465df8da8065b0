package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_FIXED_SIZE_MEM;
import static dev.skep.kernel.program.HelperFamily.KPROBE;
import static dev.skep.kernel.program.HelperFamily.LSM;
import static dev.skep.kernel.program.HelperFamily.PERF_EVENT;
import static dev.skep.kernel.program.HelperFamily.RAW_TRACEPOINT;
import static dev.skep.kernel.program.HelperFamily.TRACEPOINT;
import static dev.skep.kernel.program.HelperFamily.TRACING;
import static dev.skep.kernel.program.HelperFamily.TRACING_ATTACHED;
import static dev.skep.kernel.program.HelperFamily.TRAMPOLINE;
import static dev.skep.kernel.program.HelperFamily.TRAMPOLINE_RETURN;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import java.util.OptionalLong;

/** What a tracing program may ask about the place that it is attached to. */
public final class AttachHelpers {
    private AttachHelpers() {}

    /** Lets the probed function return at once, with this value. */
    @Helper(id = 58, families = KPROBE, gplOnly = true)
    static long bpf_override_return(Invocation in, @Arg(PTR_TO_CTX) long regs, @Arg(ANYTHING) long rc) {
        in.occurrence().overrideReturn(rc);
        return 0;
    }

    /** The address of the traced function. */
    @Helper(id = 173, families = TRACING, gplOnly = true)
    static long bpf_get_func_ip(Invocation in, @Arg(PTR_TO_CTX) long ctx) {
        return in.occurrence().functionAddress();
    }

    /** The address of the function that the kprobe is at. */
    @Helper(id = 173, name = "get_func_ip", families = KPROBE)
    static long bpf_get_func_ip_kprobe(Invocation in, @Arg(PTR_TO_CTX) long ctx) {
        return in.occurrence().functionAddress();
    }

    /** The number that whoever attached the program gave it. */
    @Helper(
            id = 174,
            families = {KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT, TRACING_ATTACHED, LSM})
    static long bpf_get_attach_cookie(Invocation in, @Arg(PTR_TO_CTX) long ctx) {
        return in.occurrence().cookie();
    }

    /** An argument of the traced function. */
    @Helper(id = 183, families = TRAMPOLINE)
    static long bpf_get_func_arg(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(ANYTHING) long n,
            @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long value) {
        if (Long.compareUnsigned(n, in.occurrence().argumentCount()) >= 0) {
            return Errno.EINVAL.result();
        }
        in.memory().writeLong(value, in.occurrence().argument((int) n));
        return 0;
    }

    /** The return value of the traced function. */
    @Helper(id = 184, families = TRAMPOLINE_RETURN)
    static long bpf_get_func_ret(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(value = PTR_TO_UNINIT_FIXED_SIZE_MEM, size = 8) long value) {
        OptionalLong returned = in.occurrence().returnValue();
        if (returned.isEmpty()) {
            return Errno.EOPNOTSUPP.result();
        }
        in.memory().writeLong(value, returned.getAsLong());
        return 0;
    }

    /** How many arguments the traced function has. */
    @Helper(id = 185, families = TRAMPOLINE)
    static long bpf_get_func_arg_cnt(Invocation in, @Arg(PTR_TO_CTX) long ctx) {
        return in.occurrence().argumentCount();
    }
}
