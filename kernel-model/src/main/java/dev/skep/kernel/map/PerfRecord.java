package dev.skep.kernel.map;

/** What user space reads from the buffer of a {@link PerfEvent}. */
public sealed interface PerfRecord {
    /** The CPU whose buffer it was in. */
    int cpu();

    /**
     * What a program wrote ({@code PERF_RECORD_SAMPLE}).
     *
     * @param bytes the data, with zeros behind it up to four less than a multiple of eight, as perf pads them
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier, compared by nobody
    record Sample(int cpu, byte[] bytes) implements PerfRecord {}

    /** So many samples did not fit ({@code PERF_RECORD_LOST}). */
    record Lost(int cpu, long count) implements PerfRecord {}
}
