package dev.skep.verifier.explore;

import dev.skep.verifier.state.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Checkpoints that are looked through together, oldest first; a list of the kernel's {@code explored_states}. Those
 * that may still be cleaned are listed once more, since most were cleaned long ago and all are passed each time.
 */
final class CheckpointBucket {
    private final List<Checkpoint> checkpoints = new ArrayList<>(2);
    private final List<Checkpoint> uncleaned = new ArrayList<>(2);

    int size() {
        return checkpoints.size();
    }

    Checkpoint get(int index) {
        return checkpoints.get(index);
    }

    void add(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        uncleaned.add(checkpoint);
    }

    void remove(int index) {
        uncleaned.remove(checkpoints.remove(index));
    }

    /** To be gone through from the end, and to be shortened by what was cleaned. */
    List<Checkpoint> uncleaned() {
        return uncleaned;
    }
}
