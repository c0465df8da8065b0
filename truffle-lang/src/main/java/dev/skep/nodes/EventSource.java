package dev.skep.nodes;

import dev.skep.kernel.program.Invocation;

/** Hands events to a program, one after the other, and takes its answers: a recording that is played. */
public interface EventSource {
    /**
     * Makes the invocation ready for the next event, as {@link Invocation#on} does.
     *
     * @return whether there was one
     */
    boolean next(Invocation invocation);

    /** Takes what the program returned for the event. */
    void done(Invocation invocation, long result);
}
