package dev.skep.helper.trace;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramStream;
import java.util.Arrays;

/** Formatted text for a stream of a program. Counterpart: {@code bpf_stream_vprintk()}. */
public final class FormattedStream {
    /** {@code MAX_BPRINTF_BUF}. */
    private static final int LONGEST = 1024;

    private FormattedStream() {}

    /** Formats values into a stream: 0 or a negative errno. */
    public static long write(Invocation in, ProgramStream stream, long fmt, long args, long bytes) {
        int count = TraceOutput.countOf(args, bytes);
        int length = TraceOutput.lengthOf(in.memory(), fmt, Integer.MAX_VALUE);
        if (count < 0) {
            return Errno.EINVAL.result();
        }
        byte[] text = new byte[LONGEST];
        TextSink sink = new TextSink(LONGEST, (index, value) -> text[(int) index] = value);
        try {
            FormattedText.format(
                    in.kernel(), in.memory().bytes(fmt, length), TraceOutput.arguments(in, args, count), sink);
        } catch (FormatRefused refused) {
            return refused.errno().result();
        }
        return stream.push(Arrays.copyOf(text, (int) Math.min(sink.length(), LONGEST - 1)));
    }
}
