package dev.skep.kernel.time;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.PriorityQueue;

/**
 * The machine's clock. It moves when it is told to, never by itself, and what was scheduled fires on the way, in order
 * of time and, at the same time, of scheduling. Counterparts: {@code kernel/time/timekeeping.c}, {@code hrtimer.c}.
 *
 * <p>CLOCK_MONOTONIC and CLOCK_BOOTTIME are equal, since the machine never sleeps, and CLOCK_TAI is ahead of
 * CLOCK_REALTIME by the 37 leap seconds of 2017.
 */
public final class SimulatedClock {
    /**
     * A timer armed while timers fire expires at the earliest so much later: the shortest distance that a clock event
     * device can be set to.
     */
    private static final long MIN_DELTA_NS = 1_000;

    private static final int LARGEST_BURST = 10_000_000;
    private static final long TAI_OFFSET_NS = 37_000_000_000L;
    private static final long JIFFY_NS = 4_000_000;
    private static final long INITIAL_JIFFIES = 0xffff_ffffL - 300 * (1_000_000_000L / JIFFY_NS) + 1;

    private final PriorityQueue<ScheduledCall> queue = new PriorityQueue<>();
    private final long realtimeOffsetNs;
    private long nowNs;
    private long nextSequence;
    private boolean firing;

    /** A clock that shows this much time since boot, and this much since 1970. */
    public SimulatedClock(long uptimeNs, long realtimeNs) {
        this.nowNs = uptimeNs;
        this.realtimeOffsetNs = realtimeNs - uptimeNs;
    }

    /** CLOCK_MONOTONIC: {@code bpf_ktime_get_ns}, {@code bpf_ktime_get_coarse_ns}. */
    public long monotonicNs() {
        return nowNs;
    }

    /** CLOCK_BOOTTIME: {@code bpf_ktime_get_boot_ns}. */
    public long bootNs() {
        return nowNs;
    }

    /** CLOCK_REALTIME, since 1970-01-01T00:00:00Z. */
    public long realtimeNs() {
        return nowNs + realtimeOffsetNs;
    }

    /** CLOCK_TAI: {@code bpf_ktime_get_tai_ns}. */
    public long taiNs() {
        return realtimeNs() + TAI_OFFSET_NS;
    }

    /**
     * {@code jiffies_64} at 250 ticks a second; as on the machine it starts five minutes before its lower half wraps.
     */
    public long jiffies() {
        return INITIAL_JIFFIES + nowNs / JIFFY_NS;
    }

    /** Moves forward by so many nanoseconds. */
    public void advanceBy(long deltaNs) {
        advanceTo(Math.addExact(nowNs, deltaNs));
    }

    /**
     * Moves to this CLOCK_MONOTONIC time and fires what is due on the way, each at its own time. A time in the past
     * moves nothing, but fires what is due now.
     *
     * @throws IllegalStateException when called from something that fires, or when timers re-arm themselves without end
     */
    @TruffleBoundary
    public void advanceTo(long monotonicNs) {
        if (firing) {
            throw new IllegalStateException("the clock cannot be moved from within a timer");
        }
        firing = true;
        try {
            fireUntil(monotonicNs);
        } finally {
            firing = false;
        }
        nowNs = Math.max(nowNs, monotonicNs);
    }

    /** Fires what is due now, without moving. */
    public void fireDue() {
        advanceTo(nowNs);
    }

    private void fireUntil(long endNs) {
        int fired = 0;
        while (true) {
            ScheduledCall next = queue.peek();
            if (next == null || next.atNs() > Math.max(endNs, nowNs)) {
                return;
            }
            queue.remove();
            nowNs = Math.max(nowNs, next.atNs());
            next.fire();
            fired++;
            if (fired > LARGEST_BURST) {
                throw new IllegalStateException("timers fired " + fired + " times before the clock reached " + endNs
                        + " ns: they re-arm themselves without end");
            }
        }
    }

    /**
     * Has the action run when the clock reaches this CLOCK_MONOTONIC time; a time in the past means the next move of
     * the clock. From within something that fires, the time is at least a microsecond ahead.
     *
     * @return the handle to {@link ScheduledCall#cancel() cancel} it by
     */
    @TruffleBoundary
    public ScheduledCall schedule(long monotonicNs, Runnable action) {
        long earliestNs = firing ? nowNs + MIN_DELTA_NS : nowNs;
        ScheduledCall call = new ScheduledCall(this, Math.max(monotonicNs, earliestNs), nextSequence++, action);
        queue.add(call);
        return call;
    }

    /** When the next thing fires, or {@link Long#MAX_VALUE}. */
    @TruffleBoundary
    public long nextEventNs() {
        ScheduledCall next = queue.peek();
        return next == null ? Long.MAX_VALUE : next.atNs();
    }

    boolean remove(ScheduledCall call) {
        return queue.remove(call);
    }
}
