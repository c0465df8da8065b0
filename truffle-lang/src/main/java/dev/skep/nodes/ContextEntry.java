package dev.skep.nodes;

import com.oracle.truffle.api.TruffleContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets any thread run programs: the framework wants the context of a program entered by the thread that runs it. The
 * thread that opened the engine stays in it, so that its runs cost nothing here; any other enters for each run.
 */
public final class ContextEntry {
    private final TruffleContext context;
    private final Thread inside = Thread.currentThread();

    /** To be made by the thread that has entered the context and stays in it. */
    public ContextEntry(TruffleContext context) {
        this.context = context;
    }

    /** The thread goes in; what it gets, it gives back when it leaves. */
    public @Nullable Object enter() {
        return Thread.currentThread() == inside ? this : context.enter(null);
    }

    /**
     * The thread leaves.
     *
     * @param entered what {@link #enter} gave
     */
    public void leave(@Nullable Object entered) {
        if (entered != this) {
            context.leave(null, entered);
        }
    }
}
