package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EBADF;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOTSUPP;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_PERF_EVENT_ARRAY: events to write to, mostly one for each CPU. Events have no descriptors here: user
 * space hands them over with {@link #attach}. Counterpart: {@code perf_event_array_map_ops},
 * {@code bpf_perf_event_output}.
 */
public final class PerfEventArray extends DescriptorArray {
    /** As index: the CPU that the program runs on. */
    public static final long CURRENT_CPU = 0xffff_ffffL;

    private final Map<Integer, Attached> events = new HashMap<>();

    private record Attached(PerfEvent event, long sinceNs) {}

    PerfEventArray(MapCreation creation) {
        ArrayRules.checkDescriptors(creation);
        super(creation);
    }

    /** Puts an event into a slot, as user space does with its descriptor. E2BIG behind the last slot. */
    public void attach(int index, PerfEvent event) {
        if (Integer.toUnsignedLong(index) >= maxEntries) {
            throw new KernelException(E2BIG, "map " + name() + ": slot " + Integer.toUnsignedString(index));
        }
        events.put(index, new Attached(event, kernel.clock().monotonicNs()));
    }

    /**
     * Opens an event on each CPU that has a slot, as libbpf's {@code perf_buffer__new} does, and gives them in order.
     */
    public List<PerfEvent> attachReaders(int pages) {
        List<PerfEvent> readers = new ArrayList<>();
        for (int cpu = 0; cpu < kernel.config().cpus() && cpu < maxEntries; cpu++) {
            PerfEvent event = new PerfEvent(cpu, pages);
            attach(cpu, event);
            readers.add(event);
        }
        return readers;
    }

    /** The event in a slot, or {@code null}. */
    public @Nullable PerfEvent event(int index) {
        Attached attached = events.get(index);
        return attached == null ? null : attached.event;
    }

    /**
     * {@code bpf_perf_event_output} from this CPU.
     *
     * @param index a slot, or {@link #CURRENT_CPU}
     * @return 0 also when the reader's buffer is full, or a negative errno: E2BIG behind the last slot, ENOENT for an
     *     empty one, EOPNOTSUPP for another CPU's event
     */
    @TruffleBoundary
    public int output(int cpu, long index, byte[] raw) {
        long slot = index == CURRENT_CPU ? cpu : index;
        if (slot >= maxEntries) {
            return E2BIG.result();
        }
        PerfEvent event = event((int) slot);
        if (event == null) {
            return ENOENT.result();
        }
        if (event.cpu() != cpu) {
            return EOPNOTSUPP.result();
        }
        event.write(raw);
        return 0;
    }

    /**
     * Whether the counter of an event can be read from this CPU: 0, which is also what an event for output has counted,
     * or a negative errno. {@code perf_event_read_local}.
     *
     * @param index a slot, or {@link #CURRENT_CPU}
     */
    @TruffleBoundary
    public int readable(int cpu, long index) {
        long slot = index == CURRENT_CPU ? cpu : index;
        if (slot >= maxEntries) {
            return E2BIG.result();
        }
        PerfEvent event = event((int) slot);
        if (event == null) {
            return ENOENT.result();
        }
        return event.cpu() == cpu ? 0 : EINVAL.result();
    }

    /** How long the event of a slot that can be read has been in the map. */
    @TruffleBoundary
    public long enabledNs(int cpu, long index) {
        Attached attached = events.get(index == CURRENT_CPU ? cpu : (int) index);
        return attached == null ? 0 : kernel.clock().monotonicNs() - attached.sinceNs;
    }

    @Override
    int read(int index) {
        return ENOTSUPP.result();
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return ENOTSUPP.result();
    }

    @Override
    int put(int index, int descriptor) {
        return EBADF.result();
    }

    @Override
    boolean clear(int index) {
        return events.remove(index) != null;
    }
}
