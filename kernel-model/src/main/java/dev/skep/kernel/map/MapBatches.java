package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOSPC;
import static dev.skep.kernel.Errno.ENOTSUPP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batch commands of {@code bpf(2)}. Hash tables give whole buckets, with the number of the next bucket as cursor;
 * other types walk from key to key. Counterparts: {@code generic_map_*_batch} in {@code kernel/bpf/syscall.c},
 * {@code __htab_map_lookup_and_delete_batch} in {@code hashtab.c}.
 */
final class MapBatches {
    private final BpfMap map;
    private final MapSyscalls syscalls;

    MapBatches(BpfMap map, MapSyscalls syscalls) {
        this.map = map;
        this.syscalls = syscalls;
    }

    MapBatch lookup(byte @Nullable [] cursor, int count, long flags) {
        return switch (map) {
            case Htab table -> walkBuckets(table, cursor, count, flags, After.KEEP);
            case ArrayMap _, PercpuArrayMap _, ArrayOfMaps _, LpmTrie _ -> walkKeys(cursor, count, flags);
            default -> throw unsupported();
        };
    }

    MapBatch lookupAndDelete(byte @Nullable [] cursor, int count, long flags) {
        if (map instanceof Htab table) {
            return walkBuckets(table, cursor, count, flags, After.REMOVE);
        }
        throw unsupported();
    }

    MapBatch update(List<byte[]> keys, List<byte[]> values, long flags) {
        switch (map) {
            case Htab _, ArrayMap _, PercpuArrayMap _, ArrayOfMaps _, LpmTrie _ -> requireFlags(flags);
            default -> throw unsupported();
        }
        for (int i = 0; i < keys.size(); i++) {
            long key = syscalls.takeKey(keys.get(i));
            int result = map.updateFromUser(key, syscalls.takeValue(values.get(i)), flags);
            if (result != 0) {
                return MapBatch.changed(i, result);
            }
        }
        return MapBatch.changed(keys.size(), 0);
    }

    MapBatch delete(List<byte[]> keys, long flags) {
        switch (map) {
            case Htab _, LpmTrie _ -> requireFlags(flags);
            default -> throw unsupported();
        }
        for (int i = 0; i < keys.size(); i++) {
            int result = map.deleteFromUser(syscalls.takeKey(keys.get(i)));
            if (result != 0) {
                return MapBatch.changed(i, result);
            }
        }
        return MapBatch.changed(keys.size(), 0);
    }

    /** What happens to the elements that were looked up. */
    private enum After {
        KEEP,
        REMOVE
    }

    private MapBatch walkBuckets(Htab table, byte @Nullable [] cursor, int count, long flags, After after) {
        requireFlags(flags);
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        if (count == 0) {
            return MapBatch.found(keys, values, null, 0);
        }
        HashBuckets buckets = table.buckets;
        int bucket = cursor == null
                ? 0
                : ByteBuffer.wrap(cursor).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (Integer.compareUnsigned(bucket, buckets.bucketCount()) >= 0) {
            return MapBatch.found(keys, values, null, ENOENT.result());
        }
        for (; bucket < buckets.bucketCount(); bucket++) {
            int[] elements = elementsOf(buckets, bucket);
            if (elements.length > count - keys.size()) {
                int result = keys.isEmpty() ? ENOSPC.result() : 0;
                return MapBatch.found(keys, values, bytesOf(bucket), result);
            }
            for (int element : elements) {
                keys.add(map.memory.bytes(buckets.address(element), map.keySize));
                table.copyElementToUser(element, syscalls.valueBuffer());
                values.add(syscalls.value());
            }
            if (after == After.REMOVE) {
                for (int i = elements.length - 1; i >= 0; i--) {
                    table.remove(elements[i]);
                }
            }
        }
        return MapBatch.found(keys, values, bytesOf(bucket), ENOENT.result());
    }

    private static int[] elementsOf(HashBuckets buckets, int bucket) {
        List<Integer> elements = new ArrayList<>();
        for (int element = buckets.head(bucket); element != 0; element = buckets.next(element)) {
            elements.add(element);
        }
        return elements.stream().mapToInt(Integer::intValue).toArray();
    }

    private static byte[] bytesOf(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private MapBatch walkKeys(byte @Nullable [] cursor, int count, long flags) {
        requireFlags(flags);
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        byte[] previous = cursor;
        while (keys.size() < count) {
            byte[] key = syscalls.nextKey(previous);
            if (key == null) {
                return MapBatch.found(keys, values, keys.isEmpty() ? null : previous, ENOENT.result());
            }
            int result = map.copyToUser(syscalls.takeKey(key), syscalls.valueBuffer(), flags);
            if (result == 0) {
                keys.add(key);
                values.add(syscalls.value());
            } else if (result != ENOENT.result()) {
                return MapBatch.found(keys, values, null, result);
            }
            previous = key;
        }
        return MapBatch.found(keys, values, previous, 0);
    }

    private void requireFlags(long flags) {
        if ((flags & ~UpdateFlags.LOCK) != 0) {
            throw syscalls.failure(EINVAL, "elem_flags 0x" + Long.toHexString(flags));
        }
        syscalls.requireLock(flags);
    }

    private RuntimeException unsupported() {
        return syscalls.failure(ENOTSUPP, "batches on a " + map.type());
    }
}
