package dev.skep.kernel.program;

import dev.skep.kernel.Errno;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a program writes to its standard output or error, until user space reads it. Counterpart: {@code bpf_stream}.
 */
public final class ProgramStream {
    /** {@code BPF_STREAM_MAX_CAPACITY}. */
    private static final int CAPACITY = 100_000;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    /** 0, or {@code -ENOSPC} when so much was never read. */
    public int push(byte[] bytes) {
        if (text.size() >= CAPACITY) {
            return Errno.ENOSPC.result();
        }
        text.writeBytes(bytes);
        return 0;
    }

    /** What was written and not read yet. */
    public String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Takes out what was written. */
    public String read() {
        String read = text.toString(StandardCharsets.UTF_8);
        text.reset();
        return read;
    }
}
