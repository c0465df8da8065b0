package dev.skep.session;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ReturnCodes;
import dev.skep.kernel.program.ReturnCounts;
import dev.skep.language.LoadedObject;
import dev.skep.nodes.EventSource;
import dev.skep.packet.CaptureWriter;
import dev.skep.packet.Frame;
import dev.skep.report.Records;
import dev.skep.report.RunReport.PerfSample;
import dev.skep.report.RunReport.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands the frames of a capture to a program and keeps what comes of it. The clock follows the frames' times, and ring
 * and perf buffers are read after each frame, as a reader in user space would.
 */
final class Playback implements EventSource {
    private final Kernel kernel;
    private final TestRun testRun;
    private final FrameSource frames;
    private final @Nullable CaptureWriter output;
    private final ReturnCounts returns = new ReturnCounts();
    private final List<Refusal> refused = new ArrayList<>();
    private final BufferReaders buffers;
    private final TraceReader trace;
    private final long startNs;
    private long events;
    private long firstFrameNs = Long.MIN_VALUE;
    private @Nullable Frame frame;

    Playback(LoadedObject object, TestRun testRun, FrameSource frames, @Nullable CaptureWriter output) {
        this.kernel = object.kernel();
        this.testRun = testRun;
        this.frames = frames;
        this.output = output;
        this.startNs = kernel.clock().monotonicNs();
        this.buffers = BufferReaders.raw(object.linked().maps());
        this.trace = new TraceReader(kernel.trace());
    }

    @Override
    public boolean next(Invocation invocation) {
        try {
            for (Frame next = frames.next(); next != null; next = frames.next()) {
                follow(next.timestampNs());
                int result = testRun.begin(next.data(), 0, next.data().length);
                if (result == 0) {
                    frame = next;
                    return true;
                }
                refused.add(new Refusal(next.number(), -result));
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Time passes as it did in the capture, and never backwards. */
    private void follow(long frameNs) {
        if (firstFrameNs == Long.MIN_VALUE) {
            firstFrameNs = frameNs;
        }
        long nowNs = startNs + frameNs - firstFrameNs;
        if (nowNs > kernel.clock().monotonicNs()) {
            kernel.clock().advanceTo(nowNs);
        }
    }

    @Override
    public void done(Invocation invocation, long result) {
        events++;
        returns.count(result);
        if (output != null) {
            write(output);
        }
        buffers.read();
        trace.read();
    }

    private void write(CaptureWriter target) {
        Frame in = frame;
        if (in == null || testRun.end() != 0) {
            return;
        }
        byte[] out = new byte[testRun.outputLength()];
        testRun.output(out, 0);
        try {
            target.write(new Frame(in.number(), in.timestampNs(), out.length, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long events() {
        return events;
    }

    /** How often the program returned what, by value; the name where the type has names. */
    Map<String, Long> returns() {
        Map<String, Long> named = new LinkedHashMap<>();
        returns.byValue().forEach((value, count) -> named.put(name(value), count));
        if (returns.others() > 0) {
            named.put("others", returns.others());
        }
        return named;
    }

    private String name(long value) {
        String name = ReturnCodes.name(testRun.program().type(), (int) value);
        return name == null ? Long.toString(value) : name;
    }

    List<Refusal> refused() {
        return refused;
    }

    Map<String, Records<Object>> ringRecords() {
        return buffers.ringRecords();
    }

    Map<String, Records<PerfSample>> perfRecords() {
        return buffers.perfRecords();
    }

    Records<String> trace() {
        return trace.records();
    }
}
