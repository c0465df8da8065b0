package dev.skep.recording;

import dev.skep.recording.EventKinds.Known;
import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.RecordedEvent.Stamp;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code perf record} of Linux 5 and 6 writes, into a file or into a pipe. Build ids, symbols, switches and
 * hardware traces are passed over: they say nothing that programs could see.
 */
final class PerfDataReader implements RecordingReader {
    private static final int COMM_EXECUTED = 1 << 13;
    private static final int EXECUTABLE = 4;
    private static final int DATA_MAPPING = 1 << 13;

    private final PerfFile file;
    private final Losses losses;
    private final EventKinds kinds;
    private final RecordSource source;
    private final EventOrder order = new EventOrder();
    private boolean ended;

    PerfDataReader(String name, PerfFile file, Strictness strictness) throws IOException {
        this.file = file;
        this.losses = new Losses(name, strictness);
        this.kinds = new EventKinds(name);
        this.source = new RecordSource(file, losses);
        new PerfHeader(file, losses, kinds).read();
    }

    @Override
    public @Nullable RecordedEvent next() throws IOException {
        while (true) {
            RecordedEvent event = order.poll();
            if (event != null || ended) {
                return event;
            }
            RawRecord entry = source.next();
            if (entry == null) {
                order.end();
                ended = true;
                continue;
            }
            try {
                take(entry);
            } catch (RawRecord.ShortRecordException broken) {
                losses.unreadable("offset " + entry.offset(), String.valueOf(broken.getMessage()));
            }
        }
    }

    private void take(RawRecord entry) throws IOException {
        switch (entry.type()) {
            case RawRecord.SAMPLE -> sample(entry);
            case RawRecord.COMM -> {
                Executed executed = (entry.misc() & COMM_EXECUTED) != 0 ? Executed.YES : Executed.NO;
                String comm = entry.text(16, contentsEnd(entry));
                add(entry, new RecordedEvent.Comm(stamp(entry), entry.s32(8), entry.s32(12), comm, executed));
            }
            case RawRecord.FORK ->
                add(
                        entry,
                        new RecordedEvent.Fork(
                                taskStamp(entry), entry.s32(8), entry.s32(16), entry.s32(12), entry.s32(20)));
            case RawRecord.EXIT ->
                add(
                        entry,
                        new RecordedEvent.Exit(
                                taskStamp(entry), entry.s32(8), entry.s32(16), entry.s32(12), entry.s32(20)));
            case RawRecord.MMAP -> {
                int protection = (entry.misc() & DATA_MAPPING) != 0 ? 0 : EXECUTABLE;
                mapping(entry, protection, 40);
            }
            case RawRecord.MMAP2 -> mapping(entry, entry.s32(64), 72);
            case RawRecord.CGROUP -> {
                String path = entry.text(16, contentsEnd(entry));
                add(entry, new RecordedEvent.Group(stamp(entry), entry.u64(8), path));
            }
            case RawRecord.LOST -> losses.lostByRecorder(entry.u64(16));
            case RawRecord.LOST_SAMPLES -> losses.lostByRecorder(entry.u64(8));
            case RawRecord.FINISHED_ROUND -> order.roundEnds();
            case RawRecord.HEADER_ATTR -> attribute(entry);
            case RawRecord.HEADER_TRACING_DATA -> {
                int size = entry.s32(8);
                byte[] bytes = source.payload(entry, size + 7 & -8);
                Map<Integer, TracepointFormat> formats =
                        new TracingData(bytes, entry.offset() + entry.size(), losses::unreadable).read();
                kinds.learn(formats);
            }
            case RawRecord.AUXTRACE -> source.payload(entry, entry.u64(8));
            default -> passOver(entry);
        }
    }

    private void passOver(RawRecord entry) {
        int type = entry.type();
        boolean known = type >= 1 && type <= RawRecord.LAST_OF_KERNEL
                || type >= RawRecord.HEADER_ATTR && type <= RawRecord.LAST_OF_PERF;
        if (!known) {
            losses.unreadable(
                    "offset " + entry.offset(),
                    "record of type " + Integer.toUnsignedString(type) + ", expected 1 to " + RawRecord.LAST_OF_KERNEL
                            + " or 64 to " + RawRecord.LAST_OF_PERF);
        }
    }

    private void sample(RawRecord entry) {
        Known known = kinds.ofSample(entry);
        if (known == null) {
            losses.unreadable("offset " + entry.offset(), "sample of an event that no attribute describes");
            return;
        }
        RecordedEvent.Sample sample = known.layout.sample(entry, known.kind);
        if (known.attribute.type() == EventKind.TRACEPOINT) {
            TracepointFormat format = known.kind.format();
            if (format == null) {
                losses.unreadable(
                        "offset " + entry.offset(),
                        "sample of tracepoint " + known.attribute.config()
                                + ", whose format the recording does not have");
                return;
            }
            if (sample.raw().length < known.fixedSize) {
                losses.unreadable(
                        "offset " + entry.offset(),
                        "sample of " + format.eventName() + " with a record of " + sample.raw().length
                                + " bytes, expected at least " + known.fixedSize);
                return;
            }
        }
        add(entry, sample);
    }

    private void add(RawRecord entry, RecordedEvent event) {
        order.add(event, entry.size());
    }

    private void mapping(RawRecord entry, int protection, int nameAt) {
        add(
                entry,
                new RecordedEvent.Mapping(
                        stamp(entry),
                        entry.s32(8),
                        entry.s32(12),
                        entry.u64(16),
                        entry.u64(24),
                        entry.u64(32),
                        protection,
                        entry.text(nameAt, contentsEnd(entry))));
    }

    private void attribute(RawRecord entry) {
        entry.check(RawRecord.HEADER_BYTES, EventAttribute.SMALLEST);
        int size = entry.s32(12);
        if (size < EventAttribute.SMALLEST || size > entry.size() - RawRecord.HEADER_BYTES) {
            losses.unreadable(
                    "offset " + entry.offset(),
                    "an attribute of " + Integer.toUnsignedString(size) + " bytes, expected 64 to "
                            + (entry.size() - RawRecord.HEADER_BYTES));
            return;
        }
        EventAttribute attribute = EventAttribute.read(entry.bytes(), RawRecord.HEADER_BYTES);
        kinds.add(attribute, PerfHeader.ids(entry.bytes(), RawRecord.HEADER_BYTES + size));
    }

    /** Where the contents of a record end, and the stamp begins. */
    private int contentsEnd(RawRecord entry) {
        Known known = kinds.ofOther(entry);
        return known == null || !known.attribute.stampsAll()
                ? entry.size()
                : entry.size() - known.layout.trailerBytes();
    }

    private Stamp stamp(RawRecord entry) {
        Known known = kinds.ofOther(entry);
        return known == null || !known.attribute.stampsAll() ? Stamp.BEFORE : known.layout.trailer(entry);
    }

    /** Forks and exits have a time of their own. */
    private Stamp taskStamp(RawRecord entry) {
        Stamp stamp = stamp(entry);
        return stamp.timeNs() != 0 ? stamp : new Stamp(entry.u64(24), stamp.cpu(), stamp.pid(), stamp.tid());
    }

    @Override
    public int cpus() {
        return kinds.cpus();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    @Override
    public long position() {
        return file.position();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
