package dev.skep.kernel.map;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table of map types. Counterparts: {@code enum bpf_map_type}, {@code linux/bpf_types.h}. */
public enum MapType {
    UNSPEC(0),
    HASH(1, HashTable::new),
    ARRAY(2, ArrayMap::new),
    PROG_ARRAY(3, ProgArray::new),
    PERF_EVENT_ARRAY(4, PerfEventArray::new),
    PERCPU_HASH(5, PercpuHashTable::new),
    PERCPU_ARRAY(6, PercpuArrayMap::new),
    STACK_TRACE(7, StackTraces::new),
    CGROUP_ARRAY(8, CgroupArray::new),
    LRU_HASH(9, LruHashTable::new),
    LRU_PERCPU_HASH(10, LruPercpuHashTable::new),
    LPM_TRIE(11, LpmTrie::new),
    ARRAY_OF_MAPS(12, ArrayOfMaps::new),
    HASH_OF_MAPS(13, HashOfMaps::new),
    DEVMAP(14, DevMap::new),
    SOCKMAP(15, SockMap::new),
    CPUMAP(16, CpuMap::new),
    XSKMAP(17, XskMap::new),
    SOCKHASH(18, SockHash::new),
    CGROUP_STORAGE(19, CgroupStorage::new),
    REUSEPORT_SOCKARRAY(20, ReuseportSockArray::new),
    PERCPU_CGROUP_STORAGE(21, CgroupStorage::new),
    QUEUE(22, QueueMap::new),
    STACK(23, StackMap::new),
    SK_STORAGE(24, LocalStorage::new),
    DEVMAP_HASH(25, DevMapHash::new),
    STRUCT_OPS(26, StructOpsMap::new),
    RINGBUF(27, RingBuffer::new),
    INODE_STORAGE(28, LocalStorage::new),
    TASK_STORAGE(29, LocalStorage::new),
    BLOOM_FILTER(30, BloomFilter::new),
    USER_RINGBUF(31, UserRingBuffer::new),
    CGRP_STORAGE(32, LocalStorage::new),
    ARENA(33, Arena::new);

    private final int id;
    private final boolean simulated;

    @SuppressWarnings("ImmutableEnumChecker") // constructor references, which hold nothing
    private final Function<MapCreation, BpfMap> maker;

    MapType(int id) {
        this.id = id;
        this.simulated = false;
        this.maker = this::refuse;
    }

    MapType(int id, Function<MapCreation, BpfMap> maker) {
        this.id = id;
        this.simulated = true;
        this.maker = maker;
    }

    /** The number in {@code enum bpf_map_type}. */
    public int id() {
        return id;
    }

    /** As libbpf and bpftool write it: {@code percpu_hash}. */
    public String lowerCaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type with this number, or {@code null}. */
    public static @Nullable MapType of(int id) {
        return id >= 0 && id < values().length ? values()[id] : null;
    }

    /** Whether there are maps of this type here. */
    public boolean isSimulated() {
        return simulated;
    }

    BpfMap make(MapCreation creation) {
        return maker.apply(creation);
    }

    private BpfMap refuse(MapCreation creation) {
        throw new KernelException(
                Errno.EINVAL, "map " + creation.spec().name() + ": maps of type " + name() + " are not simulated");
    }
}
