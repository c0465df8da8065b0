package dev.skep.kernel.map;

import java.util.function.IntPredicate;

/** What the two LRU hash tables share beyond {@link HashRules}. */
final class LruRules {
    private LruRules() {}

    /**
     * With a list for each CPU, all lists get the same number of elements: {@code max_entries} goes up to the next
     * multiple of the CPUs.
     */
    static MapCreation roundEntries(MapCreation creation) {
        MapSpec spec = creation.spec();
        if (!spec.has(MapFlags.NO_COMMON_LRU)) {
            return creation;
        }
        long cpus = creation.kernel().config().cpus();
        long up = (spec.entries() + cpus - 1) / cpus * cpus;
        long entries = up > 0xffff_ffffL ? spec.entries() / cpus * cpus : up;
        return creation.with(spec.withMaxEntries((int) entries));
    }

    static LruLists lists(MapCreation creation, HashBuckets buckets, IntPredicate evict) {
        MapSpec spec = creation.spec();
        LruLists.Sharing sharing =
                spec.has(MapFlags.NO_COMMON_LRU) ? LruLists.Sharing.PER_CPU : LruLists.Sharing.COMMON;
        return new LruLists(spec.entries(), creation.kernel().config().cpus(), sharing, buckets::take, evict);
    }
}
