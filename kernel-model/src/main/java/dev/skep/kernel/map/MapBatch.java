package dev.skep.kernel.map;

import dev.skep.kernel.Errno;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a batch command came to.
 *
 * @param count how many elements were dealt with
 * @param keys of a lookup: that many keys
 * @param values of a lookup: that many values
 * @param cursor of a lookup: where the next one goes on, {@code null} when the kernel writes none
 * @param errno why it ended, {@code null} for success; a lookup that reaches the end of the map says ENOENT, and its
 *     elements count nevertheless
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, compared by nobody
public record MapBatch(
        int count,
        List<byte[]> keys,
        List<byte[]> values,
        byte @Nullable [] cursor,
        @Nullable Errno errno) {

    public MapBatch {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
    }

    /** Of an update or a deletion: how many elements were dealt with, and 0 or a negative errno. */
    public static MapBatch changed(int count, int result) {
        return new MapBatch(count, List.of(), List.of(), null, Errno.of(result));
    }

    /** Of a lookup; the result is 0 or a negative errno. */
    public static MapBatch found(List<byte[]> keys, List<byte[]> values, byte @Nullable [] cursor, int result) {
        return new MapBatch(keys.size(), keys, values, cursor, Errno.of(result));
    }
}
