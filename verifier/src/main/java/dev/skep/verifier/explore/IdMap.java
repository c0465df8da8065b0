package dev.skep.verifier.explore;

import java.util.Arrays;

/**
 * Which id of the older state stands for which of the newer one; the kernel's {@code check_ids()}. Ids mean nothing but
 * that two registers share one, so that states with other ids may still be the same.
 */
final class IdMap {
    private int[] old = new int[64];
    private int[] current = new int[64];
    private int size;
    private int temporary;

    void reset(int lastId) {
        size = 0;
        temporary = lastId;
    }

    boolean matches(int oldId, int currentId) {
        if ((oldId == 0) != (currentId == 0)) {
            return false;
        }
        if (oldId == 0) {
            return true;
        }
        for (int index = 0; index < size; index++) {
            if (old[index] == oldId) {
                return current[index] == currentId;
            }
            if (current[index] == currentId) {
                return false;
            }
        }
        if (size == old.length) {
            old = Arrays.copyOf(old, size * 2);
            current = Arrays.copyOf(current, size * 2);
        }
        old[size] = oldId;
        current[size++] = currentId;
        return true;
    }

    /**
     * For numbers: what was on its own may be linked to others now, which only says more about it; what was linked must
     * still be, where none is as good as an id that nobody else has.
     */
    boolean matchesScalar(int oldId, int currentId) {
        return oldId == 0 || matches(oldId, currentId != 0 ? currentId : ++temporary);
    }
}
