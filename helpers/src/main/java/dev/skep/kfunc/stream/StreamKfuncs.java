package dev.skep.kfunc.stream;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** The standard output and error of a program. */
public abstract class StreamKfuncs {
    private StreamKfuncs() {}

    /** Formats values into a stream. */
    @Kfunc(
            value =
                    "int bpf_stream_vprintk_impl(int stream_id, const char *fmt__str, const void *args, u32 len__sz, void *aux__prog)",
            btfId = 65831,
            hooks = COMMON)
    abstract long bpf_stream_vprintk_impl(Invocation in, long streamId, long fmt, long args, long lenSize, long aux);
}
