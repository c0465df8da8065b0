package dev.skep.kernel.map;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.time.ScheduledCall;
import dev.skep.kernel.time.SimulatedClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The timers and work queues in the values of maps: what calls a function of a program later, as the clock moves.
 * Counterpart: {@code struct bpf_async_kern} with {@code bpf_hrtimer} and {@code bpf_work} in
 * {@code kernel/bpf/helpers.c}.
 *
 * <p>The field in the value holds the address of a block of kernel memory, 0 before it is initialised; what is known
 * about it stands here under that address. Results are 0 or negative errno, as the helpers give them.
 */
public final class DeferredCalls {
    /** Clocks that timers can have. */
    public static final long CLOCK_REALTIME = 0;

    public static final long CLOCK_MONOTONIC = 1;
    public static final long CLOCK_BOOTTIME = 7;

    /** Flags of {@link #start}: the time is a moment, not a distance; the CPU is the one that starts the timer. */
    public static final long ABSOLUTE = 1;

    public static final long CPU_PIN = 2;

    private static final int BLOCK_BYTES = 136;

    /** What a program wants called. */
    @FunctionalInterface
    public interface Callback {
        /** Calls it on a CPU, with the addresses of the map and of the element's key and value. */
        void call(int cpu, long map, long key, long value);
    }

    private static final class Entry {
        private final BpfMap map;
        private final long value;
        private final long clockId;
        private @Nullable Callback callback;
        private @Nullable ScheduledCall scheduled;

        Entry(BpfMap map, long value, long clockId) {
            this.map = map;
            this.value = value;
            this.clockId = clockId;
        }

        boolean stop() {
            ScheduledCall call = scheduled;
            scheduled = null;
            return call != null && call.cancel();
        }
    }

    private final AddressSpace memory;
    private final SimulatedClock clock;
    private final Map<Long, Entry> entries = new HashMap<>();
    private @Nullable Entry running;

    /** Where the index of an array's element is put for its callback; allocated when needed. */
    private long shownKey;

    DeferredCalls(Kernel kernel) {
        this.memory = kernel.memory();
        this.clock = kernel.clock();
    }

    /** {@code bpf_timer_init}: EINVAL for another clock than the three, EBUSY when it is initialised already. */
    @TruffleBoundary
    public int initTimer(long timer, BpfMap map, long flags) {
        boolean known = flags == CLOCK_MONOTONIC || flags == CLOCK_REALTIME || flags == CLOCK_BOOTTIME;
        return known ? init(timer, map, FieldKind.TIMER, flags) : Errno.EINVAL.result();
    }

    /** {@code bpf_wq_init}: EBUSY when it is initialised already. */
    @TruffleBoundary
    public int initWork(long work, BpfMap map) {
        return init(work, map, FieldKind.WORKQUEUE, CLOCK_MONOTONIC);
    }

    private int init(long field, BpfMap map, FieldKind kind, long clockId) {
        SpecialField declared = map.specialFields().first(kind);
        if (declared == null) {
            return Errno.EINVAL.result();
        }
        if (memory.readLong(field) != 0) {
            return Errno.EBUSY.result();
        }
        long block = memory.allocate(BLOCK_BYTES, 8, kind.structName() + " of " + map.name());
        memory.writeLong(field, block);
        entries.put(block, new Entry(map, field - declared.offset(), clockId));
        return 0;
    }

    /** {@code bpf_timer_set_callback}, {@code bpf_wq_set_callback}: EINVAL when it is not initialised. */
    @TruffleBoundary
    public int setCallback(long field, Callback callback) {
        Entry entry = entry(field);
        if (entry == null) {
            return Errno.EINVAL.result();
        }
        entry.callback = callback;
        return 0;
    }

    /**
     * {@code bpf_timer_start}: EINVAL for unknown flags, and when it has no callback. A timer that runs already is set
     * anew.
     *
     * @param ns how long from now, or at which time of its clock
     */
    @TruffleBoundary
    public int start(int cpu, long timer, long ns, long flags) {
        Entry entry = entry(timer);
        if ((flags & ~(ABSOLUTE | CPU_PIN)) != 0 || entry == null || entry.callback == null) {
            return Errno.EINVAL.result();
        }
        entry.stop();
        entry.scheduled = clock.schedule(expiry(entry, ns, flags), () -> fire(entry, cpu));
        return 0;
    }

    /** CLOCK_MONOTONIC at which a timer fires; the end of time for what lies behind it. */
    private long expiry(Entry entry, long ns, long flags) {
        if ((flags & ABSOLUTE) != 0) {
            return entry.clockId == CLOCK_REALTIME ? ns - (clock.realtimeNs() - clock.monotonicNs()) : ns;
        }
        long now = clock.monotonicNs();
        return ns > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + ns;
    }

    /** {@code bpf_wq_start}: EINVAL when it is not initialised. Work that is queued already is not queued again. */
    @TruffleBoundary
    public int queue(int cpu, long work) {
        Entry entry = entry(work);
        if (entry == null) {
            return Errno.EINVAL.result();
        }
        if (entry.scheduled == null) {
            entry.scheduled = clock.schedule(clock.monotonicNs(), () -> fire(entry, cpu));
        }
        return 0;
    }

    /**
     * {@code bpf_task_work_schedule_signal}: calls the function once, as soon as the machine's time is looked at again;
     * EBUSY while a call is pending. It needs no preparation.
     */
    @TruffleBoundary
    public int queueTaskWork(int cpu, long work, BpfMap map, Callback callback) {
        if (entry(work) == null) {
            int refused = init(work, map, FieldKind.TASK_WORK, CLOCK_MONOTONIC);
            if (refused != 0) {
                return refused;
            }
        }
        Entry entry = Objects.requireNonNull(entry(work));
        if (entry.scheduled != null) {
            return Errno.EBUSY.result();
        }
        entry.callback = callback;
        entry.scheduled = clock.schedule(clock.monotonicNs(), () -> fire(entry, cpu));
        return 0;
    }

    /**
     * {@code bpf_timer_cancel}: 1 when it was running, else 0; EINVAL when it is not initialised, EDEADLK from within
     * its own callback. It then needs a callback before it can be started.
     */
    @TruffleBoundary
    public int cancel(long timer) {
        Entry entry = entry(timer);
        if (entry == null) {
            return Errno.EINVAL.result();
        }
        if (entry == running) {
            return Errno.EDEADLK.result();
        }
        entry.callback = null;
        return entry.stop() ? 1 : 0;
    }

    private void fire(Entry entry, int cpu) {
        entry.scheduled = null;
        Callback callback = entry.callback;
        if (callback == null) {
            return;
        }
        if (shownKey == 0) {
            shownKey = memory.allocate(8, 8, "index shown to timers");
        }
        Entry before = running;
        running = entry;
        try {
            callback.call(cpu, entry.map.address(), entry.map.keyOf(entry.value, shownKey), entry.value);
        } finally {
            running = before;
        }
    }

    /** Lets go of a field whose value goes away. Counterpart: {@code bpf_timer_cancel_and_free()}. */
    void release(BpfMap map, SpecialField field, long address) {
        long block = memory.readLong(address);
        Entry entry = entries.remove(block);
        if (entry != null) {
            entry.callback = null;
            entry.stop();
            memory.free(block);
        }
    }

    private @Nullable Entry entry(long field) {
        return entries.get(memory.readLong(field));
    }
}
