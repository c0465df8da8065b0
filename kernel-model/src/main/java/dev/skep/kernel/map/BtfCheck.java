package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EACCES;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOTSUPP;
import static dev.skep.kernel.Errno.EOPNOTSUPP;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.KernelException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the types that a blueprint names fit the map. Counterpart: {@code map_check_btf} in
 * {@code kernel/bpf/syscall.c}.
 */
final class BtfCheck {
    /** The types in which programs may keep locks. */
    private static final Set<MapType> LOCKS = Set.copyOf(EnumSet.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.CGROUP_STORAGE,
            MapType.SK_STORAGE,
            MapType.INODE_STORAGE,
            MapType.TASK_STORAGE,
            MapType.CGRP_STORAGE));

    private static final Set<MapType> TIMERS = Set.copyOf(EnumSet.of(MapType.HASH, MapType.LRU_HASH, MapType.ARRAY));

    private static final Set<MapType> POINTERS = Set.copyOf(EnumSet.of(
            MapType.HASH,
            MapType.PERCPU_HASH,
            MapType.LRU_HASH,
            MapType.LRU_PERCPU_HASH,
            MapType.ARRAY,
            MapType.PERCPU_ARRAY,
            MapType.SK_STORAGE,
            MapType.INODE_STORAGE,
            MapType.TASK_STORAGE,
            MapType.CGRP_STORAGE));

    /** Types whose key may have no type. */
    private static final Set<MapType> CHECK_KEYS = Set.copyOf(EnumSet.of(
            MapType.HASH,
            MapType.PERCPU_HASH,
            MapType.LRU_HASH,
            MapType.LRU_PERCPU_HASH,
            MapType.ARRAY,
            MapType.PERCPU_ARRAY,
            MapType.LPM_TRIE,
            MapType.CGROUP_STORAGE,
            MapType.PERCPU_CGROUP_STORAGE,
            MapType.BLOOM_FILTER));

    /** Types that say no to any BTF. */
    private static final Set<MapType> NO_TYPES = Set.copyOf(EnumSet.of(
            MapType.PERF_EVENT_ARRAY,
            MapType.ARRAY_OF_MAPS,
            MapType.HASH_OF_MAPS,
            MapType.DEVMAP,
            MapType.DEVMAP_HASH,
            MapType.SOCKMAP,
            MapType.SOCKHASH,
            MapType.CPUMAP,
            MapType.XSKMAP));

    /** @param fieldsError why there are no fields, where that is an error which the kernel keeps for later */
    record Outcome(SpecialFields fields, @Nullable KernelException fieldsError) {}

    private BtfCheck() {}

    static Outcome check(MapCreation creation) {
        MapSpec spec = creation.spec();
        Btf btf = spec.btf();
        if (btf == null || spec.valueTypeId() == 0) {
            return new Outcome(SpecialFields.NONE, null);
        }
        try {
            return check(creation, spec, btf);
        } catch (MalformedBtfException malformed) {
            KernelException failure = new KernelException(EINVAL, "map " + spec.name() + ": " + malformed.getMessage());
            failure.initCause(malformed);
            throw failure;
        }
    }

    private static Outcome check(MapCreation creation, MapSpec spec, Btf btf) {
        if (spec.keyTypeId() == 0) {
            creation.require(takesNoKeyType(spec.type()), EINVAL, "a value type without a key type");
        } else {
            long size = btf.sizeOf(spec.keyTypeId());
            creation.require(size == spec.keySize(), EINVAL, "key_size " + spec.keySize() + ", its type has " + size);
        }
        long size = btf.sizeOf(spec.valueTypeId());
        creation.require(size == spec.valueSize(), EINVAL, "value_size " + spec.valueSize() + ", its type has " + size);
        Outcome outcome = findFields(spec, btf);
        checkFields(creation, outcome.fields());
        creation.require(!NO_TYPES.contains(spec.type()), ENOTSUPP, "types of key and value are not for this type");
        checkKeyType(creation, spec, btf);
        return outcome;
    }

    private static boolean takesNoKeyType(MapType type) {
        return CHECK_KEYS.contains(type) || NO_TYPES.contains(type);
    }

    private static Outcome findFields(MapSpec spec, Btf btf) {
        try {
            int type = btf.resolve(spec.valueTypeId());
            return new Outcome(
                    SpecialFieldFinder.find(btf, type, SpecialFieldFinder.IN_MAP_VALUES, spec.valueSize()), null);
        } catch (KernelException error) {
            return new Outcome(SpecialFields.NONE, error);
        }
    }

    private static void checkFields(MapCreation creation, SpecialFields fields) {
        MapSpec spec = creation.spec();
        creation.require(
                fields.isEmpty() || (spec.flags() & (MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG)) == 0,
                EACCES,
                "special fields in values that programs may not read or write");
        for (SpecialField field : fields.list()) {
            creation.require(
                    homes(field.kind()).contains(spec.type()), EOPNOTSUPP, field.kind() + " in the value of this type");
        }
    }

    private static Set<MapType> homes(FieldKind kind) {
        return switch (kind) {
            case SPIN_LOCK, RES_SPIN_LOCK -> LOCKS;
            case TIMER, WORKQUEUE, TASK_WORK, LIST_HEAD, RB_ROOT -> TIMERS;
            case KPTR_UNREFERENCED, KPTR_REFERENCED, KPTR_PER_CPU, REFCOUNT -> POINTERS;
            case UPTR -> Set.of(MapType.TASK_STORAGE);
            case LIST_NODE, RB_NODE -> Set.of();
        };
    }

    private static void checkKeyType(MapCreation creation, MapSpec spec, Btf btf) {
        int key = btf.resolve(spec.keyTypeId());
        boolean keyless = spec.keyTypeId() == 0;
        switch (spec.type()) {
            case HASH, PERCPU_HASH, LRU_HASH, LRU_PERCPU_HASH ->
                creation.require(!keyless, EINVAL, "a value type without a key type");
            case ARRAY, PERCPU_ARRAY -> {
                boolean section = btf.kind(btf.resolve(spec.valueTypeId())) == BtfKind.DATASEC;
                boolean single = spec.type() == MapType.ARRAY && spec.maxEntries() == 1;
                boolean number = btf.type(key) instanceof BtfType.Int integer
                        && integer.bits() == 32
                        && integer.bitOffset() == 0;
                creation.require(keyless ? single && section : number, EINVAL, "the key's type is no 32-bit integer");
            }
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE ->
                creation.require(
                        btf.type(key) instanceof BtfType.Int integer
                                && integer.bits() == 32
                                && integer.bitOffset() == 0,
                        EINVAL,
                        "the key's type is no 32-bit integer");
            case LPM_TRIE -> creation.require(btf.kind(key) == BtfKind.STRUCT, EINVAL, "the key's type is no struct");
            case CGROUP_STORAGE, PERCPU_CGROUP_STORAGE -> CgroupStorage.checkKeyType(creation, btf, key);
            case BLOOM_FILTER -> creation.require(keyless, EINVAL, "a key type, where there are no keys");
            default -> {
                // The kernel asks nothing of the others.
            }
        }
    }
}
