package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * What all hash tables share. The seed of the hash is always 0, so the order of elements is the one that the kernel has
 * with {@link MapFlags#ZERO_SEED}: buckets in order, in each the newest first. Counterpart:
 * {@code kernel/bpf/hashtab.c}.
 *
 * <pre>
 *   bytes of an element:  key, rounded up to 8 | value, rounded up to 8 [| value of the next CPU ...]
 * </pre>
 */
abstract sealed class Htab extends BpfMap
        permits HashTable, PercpuHashTable, LruHashTable, LruPercpuHashTable, HashOfMaps {
    final HashBuckets buckets;

    /** From the start of an element to its value. */
    final long valueOffset;

    /** @param valueBytes bytes of all values of an element */
    Htab(MapCreation creation, long valueBytes) {
        super(creation);
        this.valueOffset = HashRules.roundUp8(keySize);
        this.buckets = new HashBuckets(memory, name(), keySize, valueOffset + valueBytes, maxEntries);
    }

    final int hash(long key) {
        return Jhash.hash(memory, key, keySize, 0);
    }

    final int find(long key) {
        return buckets.find(hash(key), key);
    }

    /** Address of the value in an element; the first CPU's, where each has its own. */
    final long value(int element) {
        return buckets.address(element) + valueOffset;
    }

    /** Whether these flags let an update go on that found this element, or none. */
    static int checkFlags(int found, long flags) {
        long mode = flags & ~UpdateFlags.LOCK;
        if (found != 0 && mode == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        if (found == 0 && mode == UpdateFlags.EXIST) {
            return ENOENT.result();
        }
        return 0;
    }

    /** Address of the value that a program on this CPU gets to see. */
    abstract long valueOn(int element, int cpu);

    /** Copies the value of an element to a buffer of user space. */
    abstract void copyElementToUser(int element, long value);

    /** Takes an element that is linked out of the table. */
    abstract void remove(int element);

    @Override
    public int delete(int cpu, long key) {
        int element = find(key);
        if (element == 0) {
            return ENOENT.result();
        }
        remove(element);
        return 0;
    }

    @Override
    @TruffleBoundary
    public long elementCount() {
        long count = 0;
        for (int bucket = 0; bucket < buckets.bucketCount(); bucket++) {
            for (int element = buckets.head(bucket); element != 0; element = buckets.next(element)) {
                count++;
            }
        }
        return count;
    }

    @Override
    long keyOf(long value, long scratch) {
        return value - valueOffset;
    }

    @Override
    @TruffleBoundary
    public long forEach(int cpu, ElementVisitor visitor, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        long seen = 0;
        for (int bucket = 0; bucket < buckets.bucketCount(); bucket++) {
            int element = buckets.head(bucket);
            while (element != 0) {
                int next = buckets.next(element);
                seen++;
                if (visitor.visit(buckets.address(element), valueOn(element, cpu)) != 0) {
                    return seen;
                }
                element = next;
            }
        }
        return seen;
    }

    @Override
    @TruffleBoundary
    int nextKey(long key, long next) {
        int element = key == 0 ? 0 : find(key);
        int following = element == 0
                ? buckets.firstFrom(0)
                : buckets.next(element) != 0
                        ? buckets.next(element)
                        : buckets.firstFrom(buckets.bucketOf(buckets.hash(element)) + 1);
        if (following == 0) {
            return ENOENT.result();
        }
        memory.copy(buckets.address(following), next, keySize);
        return 0;
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        int element = find(key);
        if (element == 0) {
            return ENOENT.result();
        }
        copyElementToUser(element, value);
        return 0;
    }

    @Override
    int lookupAndDelete(long key, long value, long flags) {
        int element = find(key);
        if (element == 0) {
            return ENOENT.result();
        }
        copyElementToUser(element, value);
        remove(element);
        return 0;
    }
}
