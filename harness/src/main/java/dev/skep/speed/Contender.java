package dev.skep.speed;

import java.util.List;

/** A program that is loaded somewhere and can be run there on the same frames again and again. */
public interface Contender extends AutoCloseable {
    /** A result that stands for a frame that was refused. */
    long REFUSED = -1;

    Way way();

    /**
     * What the program returned for each frame, once, when it had just been loaded: 32 bits, or {@link #REFUSED}.
     * Contenders that do the same work agree on it.
     */
    List<Long> firstResults();

    /**
     * Runs the program on each frame so many times in a row, each time with what the last one has left of the frame.
     *
     * @return nanoseconds of processor time of the thread that ran it, over all frames that were not refused
     */
    long timeNs(int times);

    /** How many frames are run, which is those that were not refused. */
    default int framesRun() {
        return (int) firstResults().stream().filter(result -> result != REFUSED).count();
    }

    @Override
    void close();
}
