package dev.skep.session;

import dev.skep.kernel.trace.TraceLine;
import dev.skep.kernel.trace.TracePipe;
import dev.skep.report.Records;
import java.nio.charset.StandardCharsets;

/** Reads the trace pipe, as somebody who runs {@code cat trace_pipe}, and keeps all lines as they are shown. */
public final class TraceReader {
    /** So many lines wait in the pipe until they are read. */
    private static final int BATCH_LINES = 1 << 10;

    private final TracePipe pipe;
    private final RecordLog<String> lines = new RecordLog<>((_, bytes) -> new String(bytes, StandardCharsets.UTF_8));

    public TraceReader(TracePipe pipe) {
        this.pipe = pipe;
    }

    /** Takes what is in the pipe, if it is worth it. */
    public void read() {
        if (pipe.size() >= BATCH_LINES) {
            take();
        }
    }

    private void take() {
        for (TraceLine line : pipe.drain()) {
            lines.add(line.cpu(), line.render().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** All lines so far; the pipe is empty then. */
    public Records<String> records() {
        take();
        return lines.records();
    }
}
