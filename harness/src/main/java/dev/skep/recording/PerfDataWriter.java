package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Executed;
import dev.skep.recording.RecordedEvent.Stamp;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a perf.data file, as {@code perf record} of Linux 6 does, for perf and others to read. Events come in the
 * order of their times. The layout is that of {@link PerfHeader}; attributes stand at the end, when all of them are
 * known.
 */
public final class PerfDataWriter implements AutoCloseable {
    private static final int HEADER_BYTES = 104;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int ROUND = 4096;

    /** {@code PERF_SAMPLE_*} of every sample, in the order in which they are written. */
    private static final long SAMPLE_TYPE = SampleLayout.IDENTIFIER
            | SampleLayout.IP
            | SampleLayout.TID
            | SampleLayout.TIME
            | SampleLayout.ADDRESS
            | SampleLayout.CPU
            | SampleLayout.PERIOD
            | SampleLayout.CALL_CHAIN
            | SampleLayout.RAW;

    private static final long SAMPLE_ID_ALL = 1L << 18;
    private static final int COMM_EXECUTED = 1 << 13;
    private static final int TRACING_DATA = 1;
    private static final int CPU_COUNT = 7;

    private final SeekableByteChannel channel;
    private final OutputStream out;
    private final int cpus;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final List<EventKind> kinds = new ArrayList<>();
    private long dataBytes;
    private long records;

    private PerfDataWriter(SeekableByteChannel channel, int cpus) {
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
        this.cpus = cpus;
    }

    /** Begins a file of a machine with so many CPUs, in place of whatever is there. */
    public static PerfDataWriter create(Path path, int cpus) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        PerfDataWriter writer = new PerfDataWriter(channel, cpus);
        writer.out.write(new byte[HEADER_BYTES]);
        return writer;
    }

    /**
     * Writes an event.
     *
     * @throws IllegalArgumentException if perf has no record for it
     */
    public void write(RecordedEvent event) throws IOException {
        switch (event) {
            case RecordedEvent.Sample sample -> sample(sample);
            case RecordedEvent.Comm comm -> {
                Content content =
                        new Content().int32(comm.pid()).int32(comm.tid()).text(comm.comm());
                int misc = comm.executed() == Executed.YES ? COMM_EXECUTED : 0;
                record(RawRecord.COMM, misc, content, comm.stamp());
            }
            case RecordedEvent.Fork fork ->
                record(
                        RawRecord.FORK,
                        0,
                        new Content()
                                .int32(fork.pid())
                                .int32(fork.parentPid())
                                .int32(fork.tid())
                                .int32(fork.parentTid())
                                .int64(fork.stamp().timeNs()),
                        fork.stamp());
            case RecordedEvent.Exit exit ->
                record(
                        RawRecord.EXIT,
                        0,
                        new Content()
                                .int32(exit.pid())
                                .int32(exit.parentPid())
                                .int32(exit.tid())
                                .int32(exit.parentTid())
                                .int64(exit.stamp().timeNs()),
                        exit.stamp());
            case RecordedEvent.Mapping mapping ->
                record(
                        RawRecord.MMAP2,
                        0,
                        new Content()
                                .int32(mapping.pid())
                                .int32(mapping.tid())
                                .int64(mapping.address())
                                .int64(mapping.length())
                                .int64(mapping.pageOffset())
                                .int64(0)
                                .int64(0)
                                .int64(0)
                                .int32(mapping.protection())
                                .int32(0)
                                .text(mapping.file()),
                        mapping.stamp());
            case RecordedEvent.Group group ->
                record(RawRecord.CGROUP, 0, new Content().int64(group.id()).text(group.path()), group.stamp());
            case RecordedEvent.Present _, RecordedEvent.Happening _ ->
                throw new IllegalArgumentException("perf.data has no record for " + event);
        }
        records++;
        if (records % ROUND == 0) {
            put(new Content().bytes, RawRecord.FINISHED_ROUND, 0);
        }
    }

    private int id(EventKind kind) {
        return ids.computeIfAbsent(kind.name(), _ -> {
            kinds.add(kind);
            return kinds.size();
        });
    }

    private void sample(RecordedEvent.Sample sample) throws IOException {
        Stamp stamp = sample.stamp();
        Content content = new Content()
                .int64(id(sample.kind()))
                .int64(sample.ip())
                .int32(stamp.pid())
                .int32(stamp.tid())
                .int64(stamp.timeNs())
                .int64(sample.address())
                .int32(stamp.cpu())
                .int32(0)
                .int64(sample.period())
                .int64(sample.callChain().length);
        for (long address : sample.callChain()) {
            content.int64(address);
        }
        int padded = (sample.raw().length + 4 + 7 & -8) - 4;
        content.int32(padded).array(sample.raw()).array(new byte[padded - sample.raw().length]);
        put(content.bytes, RawRecord.SAMPLE, 2);
    }

    /** A record that ends in the stamp of {@code sample_id_all}. */
    private void record(int type, int misc, Content content, Stamp stamp) throws IOException {
        content.int32(stamp.pid())
                .int32(stamp.tid())
                .int64(stamp.timeNs())
                .int32(stamp.cpu())
                .int32(0)
                .int64(kinds.isEmpty() ? 0 : 1);
        put(content.bytes, type, misc);
    }

    private void put(ByteArrayOutputStream content, int type, int misc) throws IOException {
        int size = content.size() + RawRecord.HEADER_BYTES;
        if (size >= 1 << 16) {
            throw new IllegalArgumentException("a record of " + size + " bytes, expected fewer than 65536");
        }
        out.write(new Content().int32(type).int16(misc).int16(size).bytes.toByteArray());
        content.writeTo(out);
        dataBytes += size;
    }

    /** Writes what stands behind the records, and the header. */
    @Override
    public void close() throws IOException {
        try (SeekableByteChannel closing = channel) {
            byte[] tracing = tracingData();
            byte[] counts = new Content().int32(cpus).int32(cpus).bytes.toByteArray();
            long end = HEADER_BYTES + dataBytes;
            long tracingAt = end + 2 * 16;
            long countsAt = tracingAt + tracing.length;
            long idsAt = countsAt + counts.length;
            long attributesAt = idsAt + 8L * kinds.size();
            Content tail = new Content()
                    .int64(tracingAt)
                    .int64(tracing.length)
                    .int64(countsAt)
                    .int64(counts.length);
            tail.array(tracing).array(counts);
            for (int id = 1; id <= kinds.size(); id++) {
                tail.int64(id);
            }
            for (int i = 0; i < kinds.size(); i++) {
                attribute(tail, kinds.get(i), idsAt + 8L * i);
            }
            tail.bytes.writeTo(out);
            out.flush();
            closing.position(0);
            closing.write(ByteBuffer.wrap(header(attributesAt)));
        }
    }

    private byte[] header(long attributesAt) {
        long each = ATTRIBUTE_BYTES + 16L;
        return new Content()
                .int64(PerfHeader.MAGIC)
                .int64(HEADER_BYTES)
                .int64(each)
                .int64(attributesAt)
                .int64(each * kinds.size())
                .int64(HEADER_BYTES)
                .int64(dataBytes)
                .int64(0)
                .int64(0)
                .int64(1L << TRACING_DATA | 1L << CPU_COUNT)
                .int64(0)
                .int64(0)
                .int64(0)
                .bytes
                .toByteArray();
    }

    private static void attribute(Content target, EventKind kind, long idAt) {
        target.int32(kind.perfType())
                .int32(ATTRIBUTE_BYTES)
                .int64(kind.config())
                .int64(1)
                .int64(SAMPLE_TYPE)
                .int64(0)
                .int64(SAMPLE_ID_ALL)
                .array(new byte[ATTRIBUTE_BYTES - 48])
                .int64(idAt)
                .int64(8);
    }

    private byte[] tracingData() {
        Content data = new Content()
                .array(new byte[] {23, 8, 68})
                .raw("tracing")
                .text0("0.6")
                .array(new byte[] {0, 8})
                .int32(4096);
        String page = "\tfield: u64 timestamp;\toffset:0;\tsize:8;\tsigned:0;\n"
                + "\tfield: local_t commit;\toffset:8;\tsize:8;\tsigned:1;\n"
                + "\tfield: int overwrite;\toffset:8;\tsize:1;\tsigned:1;\n"
                + "\tfield: char data;\toffset:16;\tsize:4080;\tsigned:1;\n";
        data.text0("header_page").int64(page.length()).raw(page);
        data.text0("header_event").int64(0).int32(0);
        Map<String, List<TracepointFormat>> systems = new LinkedHashMap<>();
        for (EventKind kind : kinds) {
            TracepointFormat format = kind.format();
            if (format != null) {
                systems.computeIfAbsent(format.system(), _ -> new ArrayList<>()).add(format);
            }
        }
        data.int32(systems.size());
        systems.forEach((system, formats) -> {
            data.text0(system).int32(formats.size());
            for (TracepointFormat format : formats) {
                byte[] text = FormatText.render(format).getBytes(StandardCharsets.UTF_8);
                data.int64(text.length).array(text);
            }
        });
        return data.int32(0).int32(0).int64(0).bytes.toByteArray();
    }

    /** Bytes that are put together, little-endian. */
    private static final class Content {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Content int16(int value) {
            bytes.write(value);
            bytes.write(value >>> 8);
            return this;
        }

        Content int32(int value) {
            return int16(value).int16(value >>> 16);
        }

        Content int64(long value) {
            return array(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }

        Content array(byte[] value) {
            bytes.writeBytes(value);
            return this;
        }

        Content raw(String text) {
            return array(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A text that ends in a NUL. */
        Content text0(String text) {
            return raw(text).array(new byte[1]);
        }

        /** A text that ends in NULs, up to a multiple of eight bytes. */
        Content text(String text) {
            byte[] value = text.getBytes(StandardCharsets.UTF_8);
            return array(value).array(new byte[8 - value.length % 8]);
        }
    }
}
