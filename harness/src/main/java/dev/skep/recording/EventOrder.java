package dev.skep.recording;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings events into the order of their times. The recorder empties the buffers of the CPUs in rounds and marks the end
 * of each: whatever comes after a round's end happened later than all that came before the end of the round before it.
 * So that much can be handed out, and no more is kept than two rounds.
 */
final class EventOrder {
    private static final Comparator<RecordedEvent> BY_TIME =
            (a, b) -> Long.compareUnsigned(a.stamp().timeNs(), b.stamp().timeNs());

    /** A recorder that marks no rounds must not fill the memory: from here on, half of it is handed out as it is. */
    private static final long MOST_BYTES = 64L << 20;

    /** What an event takes beside its own bytes. */
    private static final int EVENT_BYTES = 128;

    private final ArrayDeque<RecordedEvent> ready = new ArrayDeque<>();
    private List<RecordedEvent> waiting = new ArrayList<>();
    private long waitingBytes;
    private long latest;
    private long latestOfRoundBefore;

    void add(RecordedEvent event, int sizeBytes) {
        long timeNs = event.stamp().timeNs();
        if (timeNs == 0 || timeNs == -1) {
            ready.add(event);
            return;
        }
        waiting.add(event);
        waitingBytes += EVENT_BYTES + sizeBytes;
        if (Long.compareUnsigned(timeNs, latest) > 0) {
            latest = timeNs;
        }
        if (waitingBytes > MOST_BYTES) {
            waiting.sort(BY_TIME);
            handOut(waiting.size() / 2);
        }
    }

    void roundEnds() {
        waiting.sort(BY_TIME);
        int count = 0;
        while (count < waiting.size()
                && Long.compareUnsigned(waiting.get(count).stamp().timeNs(), latestOfRoundBefore) <= 0) {
            count++;
        }
        handOut(count);
        latestOfRoundBefore = latest;
    }

    /** No more will come. */
    void end() {
        waiting.sort(BY_TIME);
        handOut(waiting.size());
    }

    private void handOut(int count) {
        ready.addAll(waiting.subList(0, count));
        int kept = waiting.size() - count;
        waitingBytes = waiting.isEmpty() ? 0 : waitingBytes / waiting.size() * kept;
        waiting = new ArrayList<>(waiting.subList(count, waiting.size()));
    }

    /** The next event whose place is certain, or null while there is none. */
    @Nullable
    RecordedEvent poll() {
        return ready.poll();
    }
}
