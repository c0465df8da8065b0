package dev.skep.btf;

import java.util.Arrays;

/** For each type of a BTF, the one that stands for it and its equals: itself, another, or not yet known. */
final class CanonicalTypes {
    private static final int UNKNOWN = -1;

    private final Btf btf;
    private final int[] map;

    CanonicalTypes(Btf btf) {
        this.btf = btf;
        this.map = new int[btf.typeCount()];
        Arrays.fill(map, UNKNOWN);
        map[0] = 0;
    }

    boolean known(int id) {
        return map[id] != UNKNOWN;
    }

    /** Whether the type stands for itself. */
    boolean isCanonical(int id) {
        return map[id] == id;
    }

    void set(int id, int canonical) {
        map[id] = canonical;
    }

    /** What stands for a type as far as is known; the type itself if nothing is. */
    int resolve(int id) {
        int current = id;
        while (known(current) && map[current] != current) {
            current = map[current];
        }
        return current;
    }

    /** The struct or union that a forward declaration turned out to be; the type itself otherwise. */
    int resolveForward(int id) {
        if (btf.kind(id) != BtfKind.FWD) {
            return id;
        }
        int resolved = resolve(id);
        return btf.kind(resolved) == BtfKind.FWD ? id : resolved;
    }
}
