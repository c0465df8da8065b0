package dev.skep.kernel.map;

import java.util.ArrayList;
import java.util.List;

/**
 * A software event for the output of programs, with the buffer that user space reads. Counterpart:
 * {@code PERF_COUNT_SW_BPF_OUTPUT} opened by {@code perf_event_open} on one CPU, with {@code PERF_SAMPLE_RAW} and
 * nothing else, as libbpf does.
 */
public final class PerfEvent {
    private static final int PAGE = 4096;
    private static final int HEADER = 8;
    private static final int LOST_RECORD = 24;

    /** The header has 16 bits for the size of a record; the kernel drops what is larger without a word. */
    private static final int LARGEST_RECORD = 0xffff;

    private final int cpu;
    private final long capacityBytes;
    private final List<PerfRecord> records = new ArrayList<>();
    private long usedBytes;
    private long lost;

    /**
     * Opens an event.
     *
     * @param cpu where it counts
     * @param pages of its buffer, a power of two
     */
    public PerfEvent(int cpu, int pages) {
        if (cpu < 0 || Integer.bitCount(pages) != 1) {
            throw new IllegalArgumentException("perf event on CPU " + cpu + " with " + pages + " pages");
        }
        this.cpu = cpu;
        this.capacityBytes = (long) pages * PAGE;
    }

    public int cpu() {
        return cpu;
    }

    /** What user space finds: the records since the last time, oldest first. They are then gone. */
    public List<PerfRecord> consume() {
        List<PerfRecord> consumed = List.copyOf(records);
        records.clear();
        usedBytes = 0;
        return consumed;
    }

    /** Appends a sample, or counts it as lost when the buffer has no room. */
    void write(byte[] raw) {
        int padded = (raw.length + Integer.BYTES + 7) & -8;
        if (HEADER + padded > LARGEST_RECORD) {
            return;
        }
        long needed = (long) HEADER + padded + (lost > 0 ? LOST_RECORD : 0);
        if (needed >= capacityBytes - usedBytes) {
            lost++;
            return;
        }
        if (lost > 0) {
            records.add(new PerfRecord.Lost(cpu, lost));
            lost = 0;
        }
        byte[] bytes = new byte[padded - Integer.BYTES];
        System.arraycopy(raw, 0, bytes, 0, raw.length);
        records.add(new PerfRecord.Sample(cpu, bytes));
        usedBytes += needed;
    }
}
