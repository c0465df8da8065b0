package dev.skep.recording;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands before the records of a file: which events were recorded, and how the records of tracepoints are laid
 * out. Counterpart: {@code struct perf_file_header}.
 *
 * <pre>
 *   0           8             16          24        40       56            72
 *   | PERFILE2  | header size | attr size | attrs   | data   | event types | features, 256 bits |
 *               attrs, data, event types: offset(8) size(8)
 *   at the end of data: a section (offset, size) for each feature whose bit is set
 * </pre>
 *
 * In pipe mode there are only magic and size, and records say the rest.
 */
final class PerfHeader {
    /** {@code "PERFILE2"}. */
    static final long MAGIC = 0x32454c4946524550L;

    private static final long OTHER_ENDIAN = Long.reverseBytes(MAGIC);

    /** {@code "PERFFILE"}, which perf wrote before 2013. */
    private static final long OLD_MAGIC = 0x454c494646524550L;

    private static final int FILE_HEADER_BYTES = 104;
    private static final int PIPE_HEADER_BYTES = 16;
    private static final int TRACING_DATA = 1;
    private static final int CPU_COUNT = 7;
    private static final int FEATURES = 256;

    /** More attributes than anyone records; a file that says more is broken. */
    private static final long MOST_ATTRIBUTE_BYTES = 64L << 20;

    private static final long MOST_TRACING_BYTES = 256L << 20;

    private final PerfFile file;
    private final Losses losses;
    private final EventKinds kinds;

    PerfHeader(PerfFile file, Losses losses, EventKinds kinds) {
        this.file = file;
        this.losses = losses;
        this.kinds = kinds;
    }

    /** Reads the header; the file then stands at its first record. */
    void read() throws IOException {
        byte[] start = file.read(PIPE_HEADER_BYTES);
        if (start.length < PIPE_HEADER_BYTES) {
            losses.unreadable("offset 0", start.length + " bytes, expected a recording of perf");
            return;
        }
        long magic = Bytes.u64(start, 0);
        if (magic == OTHER_ENDIAN) {
            throw kinds.malformed("offset 0", "recorded on a big-endian machine, expected a little-endian one");
        }
        if (magic != MAGIC) {
            throw kinds.malformed(
                    "offset 0",
                    magic == OLD_MAGIC
                            ? "a recording of a perf older than 3.10, expected one that begins with PERFILE2"
                            : String.format(Locale.ROOT, "begins with 0x%016x, expected PERFILE2", magic));
        }
        long size = Bytes.u64(start, 8);
        if (size == PIPE_HEADER_BYTES) {
            return;
        }
        if (size != FILE_HEADER_BYTES) {
            throw kinds.malformed(
                    "offset 8",
                    "a header of " + Long.toUnsignedString(size) + " bytes, expected 104 (a file) or 16 (a pipe)");
        }
        if (!file.canSeek()) {
            throw kinds.malformed(
                    "offset 8",
                    "a perf.data file comes through a pipe, expected one that was recorded"
                            + " into a pipe (perf record -o -), or the file by its name");
        }
        readFile(file.read(FILE_HEADER_BYTES - PIPE_HEADER_BYTES));
    }

    private void readFile(byte[] rest) throws IOException {
        if (rest.length < FILE_HEADER_BYTES - PIPE_HEADER_BYTES) {
            losses.unreadable("offset 16", "the file ends within its header");
            return;
        }
        long attributeBytes = Bytes.u64(rest, 0);
        Section attributes = section(rest, 8);
        Section data = section(rest, 24);
        attributes(attributes, attributeBytes);
        long dataEnd = data.offset + data.size;
        if (data.size == 0) {
            losses.unreadable("offset 40", "the size of the data is 0: the recorder did not end properly");
            dataEnd = file.size();
        } else {
            features(rest, dataEnd);
        }
        long available = file.size() - data.offset;
        if (data.offset < 0 || data.size < 0 || available < 0) {
            losses.unreadable(
                    "offset 40",
                    "data at " + Long.toUnsignedString(data.offset) + ", expected within the " + file.size()
                            + " bytes of the file");
            file.goTo(file.size(), 0);
            return;
        }
        if (dataEnd - data.offset > available) {
            losses.unreadable(
                    "offset " + file.size(),
                    "the file ends, expected " + data.size + " bytes of data from " + data.offset);
        }
        file.goTo(data.offset, Math.min(dataEnd - data.offset, available));
    }

    private record Section(long offset, long size) {}

    private static Section section(byte[] bytes, int at) {
        return new Section(Bytes.u64(bytes, at), Bytes.u64(bytes, at + 8));
    }

    /** Bytes of a section, fewer where it does not lie within the file. */
    private byte[] contents(Section section, long most, String what) throws IOException {
        boolean sane = section.offset >= 0 && section.size >= 0 && section.offset <= file.size();
        long count = sane ? Math.min(Math.min(section.size, file.size() - section.offset), most) : 0;
        if (count != section.size) {
            losses.unreadable(
                    "offset " + Long.toUnsignedString(section.offset),
                    what + " of " + Long.toUnsignedString(section.size) + " bytes, expected to find them within the "
                            + file.size() + " bytes of the file");
        }
        return file.readAt(sane ? section.offset : 0, (int) count);
    }

    private void attributes(Section section, long each) throws IOException {
        if (each < EventAttribute.SMALLEST + 16 || each > 4096) {
            losses.unreadable(
                    "offset 16", "attributes of " + Long.toUnsignedString(each) + " bytes, expected at least 80");
            return;
        }
        byte[] all = contents(section, MOST_ATTRIBUTE_BYTES, "attributes");
        for (int at = 0; at + each <= all.length; at += (int) each) {
            Section ids = section(all, at + (int) each - 16);
            byte[] idBytes = contents(ids, MOST_ATTRIBUTE_BYTES, "ids of an attribute");
            kinds.add(EventAttribute.read(all, at), ids(idBytes, 0));
        }
    }

    /** Ids of events that were opened for an attribute. */
    static List<Long> ids(byte[] bytes, int from) {
        List<Long> ids = new ArrayList<>();
        for (int at = from; at + 8 <= bytes.length; at += 8) {
            ids.add(Bytes.u64(bytes, at));
        }
        return ids;
    }

    private void features(byte[] rest, long dataEnd) throws IOException {
        int present = 0;
        for (int feature = 0; feature < FEATURES; feature++) {
            if ((rest[56 + feature / 8] >>> feature % 8 & 1) == 0) {
                continue;
            }
            if (feature == TRACING_DATA || feature == CPU_COUNT) {
                byte[] where = contents(new Section(dataEnd + 16L * present, 16), 16, "a section of features");
                if (where.length == 16) {
                    feature(feature, section(where, 0));
                }
            }
            present++;
        }
    }

    private void feature(int feature, Section section) throws IOException {
        if (feature == CPU_COUNT) {
            byte[] counts = contents(section, 8, "the number of CPUs");
            kinds.machineHas(counts.length == 8 ? Bytes.s32(counts, 0) : 0);
            return;
        }
        byte[] bytes = contents(section, MOST_TRACING_BYTES, "tracing data");
        Map<Integer, TracepointFormat> formats = new TracingData(bytes, section.offset, losses::unreadable).read();
        kinds.learn(formats);
    }
}
