package dev.skep.helper.trace;

import dev.skep.kernel.Errno;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.trace.TraceLine;
import java.nio.charset.StandardCharsets;

/** What the printing helpers share: their arguments, and the way into the trace pipe. */
final class TraceOutput {
    /** {@code MAX_BPRINTF_VARARGS}. */
    private static final int MOST_ARGUMENTS = 12;

    /** {@code MAX_BPRINTF_BUF}: a line of the trace pipe, with its NUL. */
    private static final int LINE_BYTES = 1024;

    private TraceOutput() {}

    /** How many arguments an array of so many bytes holds; -1 when it is no array that the helpers take. */
    static int countOf(long data, long dataLen) {
        long bytes = dataLen & 0xffff_ffffL;
        boolean fits = bytes % 8 == 0 && bytes <= MOST_ARGUMENTS * 8;
        return fits && (bytes == 0 || data != 0) ? (int) bytes / 8 : -1;
    }

    static long[] arguments(Invocation in, long data, int count) {
        long[] arguments = new long[count];
        for (int i = 0; i < count; i++) {
            arguments[i] = in.memory().readLong(data + 8L * i);
        }
        return arguments;
    }

    /** The length of the string at an address without its NUL; -1 when there is none within the limit. */
    static int lengthOf(AddressSpace memory, long string, long limit) {
        for (int i = 0; i < limit; i++) {
            if (memory.readByte(string + i) == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Formats a line into the trace pipe; the length of the text, or a negative errno. */
    static long print(Invocation in, long fmt, long fmtSize, long[] arguments) {
        AddressSpace memory = in.memory();
        int length = lengthOf(memory, fmt, Math.min(fmtSize & 0xffff_ffffL, Integer.MAX_VALUE));
        if (length < 0) {
            return Errno.EINVAL.result();
        }
        byte[] line = new byte[LINE_BYTES];
        TextSink sink = new TextSink(LINE_BYTES, (index, value) -> line[(int) index] = value);
        long written;
        try {
            written = FormattedText.format(in.kernel(), memory.bytes(fmt, length), arguments, sink);
        } catch (FormatRefused refused) {
            return refused.errno().result();
        }
        int end = 0;
        while (line[end] != 0) {
            end++;
        }
        Task task = in.kernel().tasks().current(in.cpu());
        in.kernel()
                .trace()
                .print(new TraceLine(
                        in.kernel().clock().monotonicNs(), in.cpu(), task.comm(), task.pid(), text(line, end)));
        return written;
    }

    /** What was written; a newline at its end would show as an empty line. */
    private static String text(byte[] line, int end) {
        int length = end > 0 && line[end - 1] == '\n' ? end - 1 : end;
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
