package dev.skep.kernel.time;

/** Something that happens when the clock reaches a time. Counterpart: {@code struct hrtimer}. */
public final class ScheduledCall implements Comparable<ScheduledCall> {
    private final SimulatedClock clock;
    private final long atNs;
    private final long sequence;
    private final Runnable action;

    ScheduledCall(SimulatedClock clock, long atNs, long sequence, Runnable action) {
        this.clock = clock;
        this.atNs = atNs;
        this.sequence = sequence;
        this.action = action;
    }

    /** The CLOCK_MONOTONIC time at which it fires. */
    public long atNs() {
        return atNs;
    }

    /** Takes it back; {@code false} when it has fired, fires now, or was taken back before. */
    public boolean cancel() {
        return clock.remove(this);
    }

    void fire() {
        action.run();
    }

    @Override
    public int compareTo(ScheduledCall other) {
        return atNs != other.atNs ? Long.compare(atNs, other.atNs) : Long.compare(sequence, other.sequence);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }
}
