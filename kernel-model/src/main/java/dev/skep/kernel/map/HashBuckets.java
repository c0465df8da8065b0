package dev.skep.kernel.map;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import java.util.Arrays;

/**
 * The chains of a hash table: which elements there are, in the order in which the kernel has them. An element is a
 * number from 1; its bytes (key, then value) are in simulated memory, its links are not, so no program can bend them.
 * Counterpart: {@code hlist_nulls} buckets and {@code struct htab_elem}.
 *
 * <pre>
 *   heads[hash &amp; mask] ─▶ newest ─▶ ... ─▶ oldest ─▶ 0
 * </pre>
 *
 * Memory for elements is taken as they are first needed and then kept for the elements to come.
 */
final class HashBuckets {
    private final AddressSpace memory;
    private final String name;
    private final int keySize;
    private final long elementBytes;
    private final int[] heads;
    private final int mask;

    private int[] next = new int[16];
    private int[] hashes = new int[16];
    private long[] addresses = new long[16];
    private int highest;

    private int[] unused = new int[16];
    private int unusedCount;

    /**
     * @param entries how many elements there may be; the number of buckets is the next power of two
     * @param elementBytes bytes of key and value together
     */
    HashBuckets(AddressSpace memory, String name, int keySize, long elementBytes, long entries) {
        this.memory = memory;
        this.name = name;
        this.keySize = keySize;
        this.elementBytes = elementBytes;
        long buckets = Long.highestOneBit(entries * 2 - 1);
        this.mask = (int) (buckets - 1);
        try {
            this.heads = new int[Math.toIntExact(buckets)];
        } catch (OutOfMemoryError | ArithmeticException tooMany) {
            throw new KernelException(Errno.ENOMEM, "map " + name + ": " + buckets + " buckets");
        }
    }

    int bucketCount() {
        return heads.length;
    }

    int bucketOf(int hash) {
        return hash & mask;
    }

    int head(int bucket) {
        return heads[bucket];
    }

    /** The element behind this one, or 0; also right for one that was just unlinked. */
    int next(int element) {
        return next[element];
    }

    int hash(int element) {
        return hashes[element];
    }

    /** Where the element's key begins. */
    long address(int element) {
        return addresses[element];
    }

    /** The element with this hash and key, or 0. */
    int find(int hash, long key) {
        int element = heads[hash & mask];
        while (element != 0) {
            if (hashes[element] == hash && memory.equalBytes(addresses[element], key, keySize)) {
                return element;
            }
            element = next[element];
        }
        return 0;
    }

    /** An element that is in no chain: one that was used before, or a new one with zeroed bytes. */
    int take() {
        if (unusedCount > 0) {
            unusedCount--;
            return unused[unusedCount];
        }
        return create();
    }

    @TruffleBoundary
    private int create() {
        long address = memory.allocate(elementBytes, 8, "element of " + name);
        highest++;
        if (highest == next.length) {
            next = Arrays.copyOf(next, highest * 2);
            hashes = Arrays.copyOf(hashes, highest * 2);
            addresses = Arrays.copyOf(addresses, highest * 2);
        }
        addresses[highest] = address;
        return highest;
    }

    /** Gives an element back that is in no chain. */
    void give(int element) {
        if (unusedCount == unused.length) {
            growUnused();
        }
        unused[unusedCount] = element;
        unusedCount++;
    }

    @TruffleBoundary
    private void growUnused() {
        unused = Arrays.copyOf(unused, unusedCount * 2);
    }

    /** Puts an element at the head of its chain. */
    void link(int element, int hash) {
        hashes[element] = hash;
        int bucket = hash & mask;
        next[element] = heads[bucket];
        heads[bucket] = element;
    }

    /** Takes an element out of its chain; {@code false} when it is in none. */
    boolean unlink(int element) {
        int bucket = hashes[element] & mask;
        if (heads[bucket] == element) {
            heads[bucket] = next[element];
            return true;
        }
        int before = heads[bucket];
        while (before != 0 && next[before] != element) {
            before = next[before];
        }
        if (before == 0) {
            return false;
        }
        next[before] = next[element];
        return true;
    }

    /** The first element in this bucket or a later one, or 0. */
    int firstFrom(int bucket) {
        for (int i = bucket; i < heads.length; i++) {
            if (heads[i] != 0) {
                return heads[i];
            }
        }
        return 0;
    }
}
