package dev.skep.kernel.map;

import dev.skep.btf.Btf;
import org.jspecify.annotations.Nullable;

/**
 * The blueprint of a map: what {@code BPF_MAP_CREATE} gets. Begin with {@link #of}, refine with {@code withX}.
 *
 * @param name as long as it may be; the kernel keeps the first 15 bytes
 * @param keySize bytes of a key
 * @param valueSize bytes of a value, on one CPU
 * @param maxEntries elements, as an unsigned number; bytes for ring buffers
 * @param flags bits of {@link MapFlags}
 * @param extra {@code map_extra}: for a bloom filter the number of hash functions
 * @param numaNode looked at with {@link MapFlags#NUMA_NODE}; there is only node 0
 * @param inner what maps in this map must look like; for maps in maps
 * @param btf the types that the next two numbers mean
 * @param keyTypeId type of the key in {@code btf}, 0 for none
 * @param valueTypeId type of the value in {@code btf}, 0 for none
 */
public record MapSpec(
        String name,
        MapType type,
        int keySize,
        int valueSize,
        int maxEntries,
        int flags,
        long extra,
        int numaNode,
        @Nullable MapSpec inner,
        @Nullable Btf btf,
        int keyTypeId,
        int valueTypeId) {

    /** Bytes of a name that the kernel keeps, without the NUL. */
    public static final int NAME_LENGTH = 15;

    /** A map without flags, types or inner map. */
    public static MapSpec of(String name, MapType type, int keySize, int valueSize, int maxEntries) {
        return new MapSpec(name, type, keySize, valueSize, maxEntries, 0, 0, 0, null, null, 0, 0);
    }

    public MapSpec withName(String value) {
        return new MapSpec(
                value,
                type,
                keySize,
                valueSize,
                maxEntries,
                flags,
                extra,
                numaNode,
                inner,
                btf,
                keyTypeId,
                valueTypeId);
    }

    public MapSpec withKeySize(int value) {
        return new MapSpec(
                name, type, value, valueSize, maxEntries, flags, extra, numaNode, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withValueSize(int value) {
        return new MapSpec(
                name, type, keySize, value, maxEntries, flags, extra, numaNode, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withMaxEntries(int value) {
        return new MapSpec(
                name, type, keySize, valueSize, value, flags, extra, numaNode, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withFlags(int value) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, value, extra, numaNode, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withExtra(long value) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, flags, value, numaNode, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withNumaNode(int value) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, flags, extra, value, inner, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withInner(@Nullable MapSpec value) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, flags, extra, numaNode, value, btf, keyTypeId, valueTypeId);
    }

    public MapSpec withTypes(@Nullable Btf types, int key, int value) {
        return new MapSpec(
                name, type, keySize, valueSize, maxEntries, flags, extra, numaNode, inner, types, key, value);
    }

    /** Whether all of these bits are set. */
    public boolean has(int flag) {
        return (flags & flag) == flag;
    }

    /** Whether the map is bound to a node of memory. Counterpart: {@code bpf_map_attr_numa_node}. */
    boolean hasNumaNode() {
        return has(MapFlags.NUMA_NODE) && numaNode != -1;
    }

    /** {@code maxEntries} as the unsigned number that it is. */
    public long entries() {
        return Integer.toUnsignedLong(maxEntries);
    }
}
