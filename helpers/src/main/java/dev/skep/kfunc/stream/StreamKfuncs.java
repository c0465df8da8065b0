package dev.skep.kfunc.stream;

import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.helper.trace.FormattedStream;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramStream;

/** The standard output and error of a program. */
public final class StreamKfuncs {
    private StreamKfuncs() {}

    /** Formats values into a stream. */
    @Kfunc(
            value =
                    "int bpf_stream_vprintk_impl(int stream_id, const char *fmt__str, const void *args, u32 len__sz, void *aux__prog)",
            hooks = COMMON)
    static long bpf_stream_vprintk_impl(Invocation in, long streamId, long fmt, long args, long lenSize, long aux) {
        ProgramStream stream = in.kernel().programs().stream(in.program(), (int) streamId);
        return stream == null
                ? Errno.ENOENT.result()
                : FormattedStream.write(in, stream, fmt, args, lenSize & 0xffff_ffffL);
    }
}
