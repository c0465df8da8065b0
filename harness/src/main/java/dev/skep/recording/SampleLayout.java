package dev.skep.recording;

import dev.skep.recording.RecordedEvent.Stamp;
import java.util.Arrays;

/**
 * Where things stand in the samples of one attribute, by its {@code sample_type}. What precedes the variable part has
 * fixed places; the order is that of the kernel's {@code perf_output_sample}.
 */
final class SampleLayout {
    static final long IP = 1;
    static final long TID = 1 << 1;
    static final long TIME = 1 << 2;
    static final long ADDRESS = 1 << 3;
    static final long READ = 1 << 4;
    static final long CALL_CHAIN = 1 << 5;
    static final long ID = 1 << 6;
    static final long CPU = 1 << 7;
    static final long PERIOD = 1 << 8;
    static final long STREAM_ID = 1 << 9;
    static final long RAW = 1 << 10;
    static final long IDENTIFIER = 1 << 16;

    private static final long[] FIXED = {IDENTIFIER, IP, TID, TIME, ADDRESS, ID, STREAM_ID, CPU, PERIOD};
    private static final long[] TRAILER = {TID, TIME, ID, STREAM_ID, CPU, IDENTIFIER};
    private static final long[] NOWHERE = {};
    private static final byte[] NOTHING = {};

    private static final long READ_ENABLED = 1;
    private static final long READ_RUNNING = 1 << 1;
    private static final long READ_ID = 1 << 2;
    private static final long READ_GROUP = 1 << 3;
    private static final long READ_LOST = 1 << 4;

    private final long sampleType;
    private final long readFormat;
    private final int ip;
    private final int tid;
    private final int time;
    private final int address;
    private final int cpu;
    private final int period;
    private final int variable;

    SampleLayout(long sampleType, long readFormat) {
        this.sampleType = sampleType;
        this.readFormat = readFormat;
        this.ip = offset(sampleType, IP);
        this.tid = offset(sampleType, TID);
        this.time = offset(sampleType, TIME);
        this.address = offset(sampleType, ADDRESS);
        this.cpu = offset(sampleType, CPU);
        this.period = offset(sampleType, PERIOD);
        this.variable = RawRecord.HEADER_BYTES + 8 * Long.bitCount(sampleType & mask(FIXED));
    }

    private static long mask(long[] bits) {
        return Arrays.stream(bits).reduce(0, (a, b) -> a | b);
    }

    /** Where a fixed part stands, or -1. */
    private static int offset(long sampleType, long part) {
        if ((sampleType & part) == 0) {
            return -1;
        }
        int at = RawRecord.HEADER_BYTES;
        for (long bit : FIXED) {
            if (bit == part) {
                return at;
            }
            at += (sampleType & bit) != 0 ? 8 : 0;
        }
        return -1;
    }

    /** Where samples of this type say which attribute they belong to, or -1. */
    static int idOffset(long sampleType) {
        int identifier = offset(sampleType, IDENTIFIER);
        return identifier >= 0 ? identifier : offset(sampleType, ID);
    }

    /** How far before the end other records say it, or -1. */
    static int idFromEnd(long sampleType) {
        return (sampleType & IDENTIFIER) != 0 ? 8 : fromEnd(sampleType, ID);
    }

    private static int fromEnd(long sampleType, long part) {
        if ((sampleType & part) == 0) {
            return -1;
        }
        int distance = 0;
        for (int i = TRAILER.length - 1; i >= 0; i--) {
            distance += (sampleType & TRAILER[i]) != 0 ? 8 : 0;
            if (TRAILER[i] == part) {
                return distance;
            }
        }
        return -1;
    }

    /** Bytes that the stamp takes at the end of records that are no samples. */
    int trailerBytes() {
        return 8 * Long.bitCount(sampleType & mask(TRAILER));
    }

    /** When and where a record that is no sample was written. */
    Stamp trailer(RawRecord entry) {
        int end = entry.size();
        int tidAt = fromEnd(sampleType, TID);
        int timeAt = fromEnd(sampleType, TIME);
        int cpuAt = fromEnd(sampleType, CPU);
        return new Stamp(
                timeAt < 0 ? 0 : entry.u64(end - timeAt),
                cpuAt < 0 ? 0 : entry.s32(end - cpuAt),
                tidAt < 0 ? -1 : entry.s32(end - tidAt),
                tidAt < 0 ? -1 : entry.s32(end - tidAt + 4));
    }

    /** Reads a sample. */
    RecordedEvent.Sample sample(RawRecord entry, EventKind kind) {
        entry.check(RawRecord.HEADER_BYTES, variable - RawRecord.HEADER_BYTES);
        byte[] bytes = entry.bytes();
        Stamp stamp = new Stamp(
                time < 0 ? 0 : Bytes.u64(bytes, time),
                cpu < 0 ? 0 : Bytes.s32(bytes, cpu),
                tid < 0 ? -1 : Bytes.s32(bytes, tid),
                tid < 0 ? -1 : Bytes.s32(bytes, tid + 4));
        int at = variable;
        if ((sampleType & READ) != 0) {
            at = skipRead(entry, at);
        }
        long[] chain = NOWHERE;
        if ((sampleType & CALL_CHAIN) != 0) {
            chain = chain(entry, at);
            at += 8 + 8 * chain.length;
        }
        byte[] raw = NOTHING;
        if ((sampleType & RAW) != 0) {
            int size = entry.s32(at);
            entry.check(at + 4, size);
            raw = Arrays.copyOfRange(bytes, at + 4, at + 4 + size);
        }
        return new RecordedEvent.Sample(
                stamp,
                kind,
                ip < 0 ? 0 : Bytes.u64(bytes, ip),
                address < 0 ? 0 : Bytes.u64(bytes, address),
                period < 0 ? 1 : Bytes.u64(bytes, period),
                chain,
                raw);
    }

    private static long[] chain(RawRecord entry, int at) {
        long count = entry.u64(at);
        int most = (entry.size() - at - 8) / 8;
        if (count < 0 || count > most) {
            throw new RawRecord.ShortRecordException(
                    "call chain of " + Long.toUnsignedString(count) + " addresses, expected at most " + most);
        }
        long[] chain = new long[(int) count];
        for (int i = 0; i < chain.length; i++) {
            chain[i] = Bytes.u64(entry.bytes(), at + 8 + 8 * i);
        }
        return chain;
    }

    /** The values of counters: one, or those of a group. */
    private int skipRead(RawRecord entry, int at) {
        int times = 8 * Long.bitCount(readFormat & (READ_ENABLED | READ_RUNNING));
        int each = 8 + 8 * Long.bitCount(readFormat & (READ_ID | READ_LOST));
        if ((readFormat & READ_GROUP) == 0) {
            return at + times + each;
        }
        long count = entry.u64(at);
        long most = entry.size() / each;
        if (count < 0 || count > most) {
            throw new RawRecord.ShortRecordException(
                    "group of " + Long.toUnsignedString(count) + " counters, expected at most " + most);
        }
        return at + 8 + times + (int) count * each;
    }
}
