package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

/**
 * What queue and stack share: a ring of {@code max_entries + 1} places, of which one is always empty. Counterpart:
 * {@code kernel/bpf/queue_stack_maps.c}.
 */
abstract sealed class QueueStackMap extends BpfMap permits QueueMap, StackMap {
    private final long elements;
    private final long places;

    /** Where the next element goes. */
    long head;

    /** Where the oldest element is. */
    long tail;

    QueueStackMap(MapCreation creation) {
        check(creation);
        super(creation);
        places = maxEntries + 1;
        elements = memory.allocate(places * valueSize, 8, "elements of " + name());
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.keySize() == 0, EINVAL, "key_size " + spec.keySize() + ", expected 0");
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.ACCESS);
        long value = Integer.toUnsignedLong(spec.valueSize());
        creation.require(value <= HashRules.KMALLOC_MAX, E2BIG, "value_size above 4 MiB");
        creation.require(spec.entries() < 0xffff_ffffL / value, E2BIG, "all values above 4 GiB");
    }

    /** The place of the element that comes out next; there is one. */
    abstract long place();

    /** Takes the element at {@link #place} out. */
    abstract void drop();

    final long before(long place) {
        return place == 0 ? places - 1 : place - 1;
    }

    final long behind(long place) {
        return place + 1 == places ? 0 : place + 1;
    }

    @Override
    public int push(long value, long flags) {
        if (flags != UpdateFlags.ANY && flags != UpdateFlags.EXIST) {
            return EINVAL.result();
        }
        if (behind(head) == tail) {
            if (flags != UpdateFlags.EXIST) {
                return E2BIG.result();
            }
            tail = behind(tail);
        }
        memory.copy(value, elements + head * valueSize, valueSize);
        head = behind(head);
        return 0;
    }

    @Override
    public int peek(long value) {
        if (head == tail) {
            memory.fill(value, valueSize, (byte) 0);
            return ENOENT.result();
        }
        memory.copy(elements + place() * valueSize, value, valueSize);
        return 0;
    }

    @Override
    public int pop(long value) {
        int result = peek(value);
        if (result == 0) {
            drop();
        }
        return result;
    }

    @Override
    int nextKey(long key, long next) {
        return EINVAL.result();
    }

    @Override
    int copyToUser(long key, long value, long flags) {
        return peek(value);
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        return push(value, flags);
    }

    @Override
    int lookupAndDelete(long key, long value, long flags) {
        return flags == 0 ? pop(value) : EINVAL.result();
    }
}
