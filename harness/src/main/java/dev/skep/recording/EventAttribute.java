package dev.skep.recording;

/**
 * What the recorder was told about a kind of event, as far as reading its samples needs it. Counterpart: {@code struct
 * perf_event_attr}.
 *
 * <pre>
 *   0      4      8        16       24            32            40
 *   | type | size | config | period | sample_type | read_format | flags | ...
 * </pre>
 */
record EventAttribute(int type, long config, long sampleType, long readFormat, long flags) {
    /** {@code PERF_ATTR_SIZE_VER0}. */
    static final int SMALLEST = 64;

    private static final long SAMPLE_ID_ALL = 1L << 18;

    /** Reads the attribute that begins here. */
    static EventAttribute read(byte[] bytes, int at) {
        return new EventAttribute(
                Bytes.s32(bytes, at),
                Bytes.u64(bytes, at + 8),
                Bytes.u64(bytes, at + 24),
                Bytes.u64(bytes, at + 32),
                Bytes.u64(bytes, at + 40));
    }

    /** Whether also records that are no samples end in time, CPU and task. */
    boolean stampsAll() {
        return (flags & SAMPLE_ID_ALL) != 0;
    }
}
