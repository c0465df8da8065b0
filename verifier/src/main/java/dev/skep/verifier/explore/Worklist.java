package dev.skep.verifier.explore;

import dev.skep.kernel.Errno;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.VerifierState;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Paths still to be walked, the newest first; the kernel's {@code push_stack()} and {@code pop_stack()}. */
public final class Worklist {
    private static final int LIMIT = 8192;

    private final Verification verification;
    private final Deque<Entry> entries = new ArrayDeque<>();

    Worklist(Verification verification) {
        this.verification = verification;
    }

    /**
     * A path.
     *
     * @param logPosition how long the log was when it branched off
     */
    record Entry(VerifierState state, int instruction, int previous, long logPosition) {}

    /** Whether the processor goes this way, or only speculates on it. */
    public enum Way {
        REAL,
        SPECULATIVE
    }

    /** Whether the callback may sleep. */
    public enum Sleep {
        YES,
        NO
    }

    /** Branches off the current state. @return the copy, to be changed as the branch tells */
    public VerifierState push(int instruction, int previous, Way way) {
        VerifierState copy = verification.state.copy();
        copy.speculative |= way == Way.SPECULATIVE;
        add(copy, instruction, previous);
        VerifierState parent = copy.parent;
        if (parent != null) {
            parent.branches++;
        }
        return copy;
    }

    /** An asynchronous callback, which starts from nothing. */
    public VerifierState pushAsync(int instruction, int previous, SubprogramFacts callback, Sleep sleep) {
        VerifierState fresh = new VerifierState();
        fresh.branches = 1;
        fresh.sleepable = sleep == Sleep.YES;
        fresh.frame(0, new FrameState(FrameState.NO_CALLSITE, 0, callback.number));
        verification.scratches.all();
        entries.push(new Entry(fresh, instruction, previous, verification.log.position()));
        checkLimit(" for async cb.");
        return fresh;
    }

    private void add(VerifierState state, int instruction, int previous) {
        entries.push(new Entry(state, instruction, previous, verification.log.position()));
        checkLimit(".");
    }

    private void checkLimit(String end) {
        if (entries.size() > LIMIT) {
            throw verification.reject(
                    Errno.EFAULT, "The sequence of " + entries.size() + " jumps is too complex" + end);
        }
    }

    @Nullable
    Entry pop() {
        return entries.poll();
    }
}
