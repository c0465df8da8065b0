package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.E2BIG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;

/**
 * BPF_MAP_TYPE_CGROUP_STORAGE and BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE: what a program keeps with the cgroup that it is
 * attached to. An element comes to be when a program is attached, so the map is empty until then. Counterpart:
 * {@code cgroup_storage_map_ops}.
 */
final class CgroupStorage extends BpfMap {
    /** {@code struct bpf_cgroup_storage_key}. */
    private static final int FULL_KEY = 16;
    /** Its first member, the cgroup's id, which is key enough for all attach types together. */
    private static final int CGROUP_ID = 8;
    /** {@code BPF_LOCAL_STORAGE_MAX_VALUE_SIZE}, measured: 16 bits less the element's header of 128 bytes. */
    private static final long LARGEST_VALUE = 65535 - 128;

    CgroupStorage(MapCreation creation) {
        check(creation);
        super(creation);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        boolean perCpu = spec.type() == MapType.PERCPU_CGROUP_STORAGE;
        creation.require(
                spec.keySize() == CGROUP_ID || spec.keySize() == FULL_KEY,
                EINVAL,
                "key_size " + spec.keySize() + ", expected " + CGROUP_ID + " or " + FULL_KEY);
        creation.require(spec.valueSize() != 0, EINVAL, "value_size 0");
        long largest = perCpu ? HashRules.PERCPU_MAX : LARGEST_VALUE;
        creation.require(Integer.toUnsignedLong(spec.valueSize()) <= largest, E2BIG, "value_size above " + largest);
        creation.requireFlags(MapFlags.NUMA_NODE | MapFlags.ACCESS);
        creation.require(
                spec.maxEntries() == 0, EINVAL, "max_entries " + spec.entries() + ", expected 0: there is no limit");
    }

    /** A key has the type that its size asks for: {@code struct bpf_cgroup_storage_key}, or the number of a cgroup. */
    static void checkKeyType(MapCreation creation, Btf btf, int key) {
        boolean fits = creation.spec().keySize() == CGROUP_ID
                ? isNumber(btf, key, Long.SIZE)
                : btf.type(key) instanceof BtfType.Struct struct
                        && struct.members().size() == 2
                        && isMember(btf, struct.members().get(0), 0, Long.SIZE)
                        && isMember(btf, struct.members().get(1), Long.SIZE, Integer.SIZE);
        creation.require(fits, EINVAL, "the key's type is no struct bpf_cgroup_storage_key and no number of 64 bits");
    }

    private static boolean isMember(Btf btf, BtfType.Member member, int bitOffset, int bits) {
        return member.bitOffset() == bitOffset && isNumber(btf, btf.resolve(member.type()), bits);
    }

    private static boolean isNumber(Btf btf, int type, int bits) {
        return btf.type(type) instanceof BtfType.Int number && number.bits() == bits && number.bitOffset() == 0;
    }

    @Override
    int nextKey(long key, long next) {
        return ENOENT.result();
    }

    @Override
    int updateFromUser(long key, long value, long flags) {
        boolean known = (flags & ~(UpdateFlags.LOCK | UpdateFlags.EXIST)) == 0;
        return (known && !lacksRequestedLock(flags) ? ENOENT : EINVAL).result();
    }
}
