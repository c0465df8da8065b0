package dev.skep.testing;

import dev.skep.kernel.map.MapSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map as user space has it, with keys and values as bytes. Errors are {@code KernelException}s. */
interface MapBackend {
    MapSpec spec();

    /** Parts of a per-CPU value. */
    int cpus();

    byte @Nullable [] find(byte[] key);

    void update(byte[] key, byte[] value, long flags);

    /** Puts a program of the same kernel into a map of programs. */
    void put(byte[] key, ObjectBackend.LoadedHandle program);

    /** Puts a map of the same kernel into a map of maps. */
    void put(byte[] key, MapBackend inner);

    void delete(byte[] key);

    List<byte[]> keys();

    /** Takes out what comes out of a queue or stack next; null when it is empty. */
    byte @Nullable [] take();

    /** What user space finds in a ring or perf buffer; then gone from there. */
    List<BufferRecord> consume();

    /** What stands for the map as a value in a map of maps: four bytes. */
    byte[] reference();

    /**
     * A record of a ring or perf buffer.
     *
     * @param cpu that it was written on; -1 where the buffer does not tell
     */
    record BufferRecord(int cpu, byte[] bytes) {}
}
