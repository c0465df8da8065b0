package dev.skep.kernel.map;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.object.ObjectTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** All maps of one machine, by id (from 1, in order of creation) and by address. Counterpart: {@code map_idr}. */
public final class MapTable {
    private final Kernel kernel;
    private final AddressSpace memory;
    private @Nullable BpfMap[] byId = new @Nullable BpfMap[16];
    private final Map<FieldKind, FieldReleaser> releasers = new EnumMap<>(FieldKind.class);
    private IntPredicate devices = index -> index == 1;
    private final DeferredCalls deferredCalls;
    private final List<LocalStorage> storages = new ArrayList<>();
    private int count;

    public MapTable(Kernel kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.deferredCalls = new DeferredCalls(kernel);
        onRelease(FieldKind.TIMER, deferredCalls::release);
        onRelease(FieldKind.WORKQUEUE, deferredCalls::release);
        onRelease(FieldKind.TASK_WORK, deferredCalls::release);
        for (FieldKind kind : ObjectTable.owners()) {
            onRelease(kind, (map, field, address) -> kernel.objects().release(field, address));
        }
    }

    /** The timers and work queues in values. */
    public DeferredCalls deferredCalls() {
        return deferredCalls;
    }

    /**
     * Creates a map, as {@code BPF_MAP_CREATE} does for those whose {@link dev.skep.kernel.Privilege privilege} the
     * machine's configuration tells.
     *
     * @throws dev.skep.kernel.KernelException with the kernel's errno when the blueprint breaks a rule of its type
     */
    public BpfMap create(MapSpec spec) {
        MapCreation creation = new MapCreation(kernel, count + 1, spec);
        checkCommonRules(creation);
        MapPrivileges.check(creation);
        BpfMap map = spec.type().make(creation);
        if (map instanceof LocalStorage storage) {
            storages.add(storage);
        }
        count++;
        if (count == byId.length) {
            byId = Arrays.copyOf(byId, count * 2);
        }
        byId[count] = map;
        return map;
    }

    private static void checkCommonRules(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(
                spec.keyTypeId() == 0 || spec.valueTypeId() != 0, Errno.EINVAL, "a key type without a value type");
        creation.require(
                spec.extra() == 0 || spec.type() == MapType.BLOOM_FILTER || spec.type() == MapType.ARENA,
                Errno.EINVAL,
                "map_extra " + spec.extra() + " on a type that has none");
        creation.require(
                (spec.flags() & (MapFlags.RDONLY | MapFlags.WRONLY)) != (MapFlags.RDONLY | MapFlags.WRONLY),
                Errno.EINVAL,
                "RDONLY and WRONLY together leave nothing to do");
        creation.require(
                !spec.hasNumaNode() || spec.numaNode() == 0,
                Errno.EINVAL,
                "numa_node " + spec.numaNode() + ", where there is only node 0");
    }

    /** The map with this id, or {@code null}. */
    public @Nullable BpfMap byId(int id) {
        return id > 0 && id <= count ? byId[id] : null;
    }

    /**
     * The map whose {@code struct bpf_map} is here, or {@code null}: quick, for pointers that come out of maps in maps.
     */
    public @Nullable BpfMap byAddress(long address) {
        if (!memory.contains(address, BpfMap.STRUCT_BYTES)) {
            return null;
        }
        int id = memory.readInt(address + BpfMap.ID_OFFSET);
        if (id <= 0 || id > count) {
            return null;
        }
        BpfMap map = Objects.requireNonNull(byId[id]);
        return map.address() == address ? map : null;
    }

    /** Something is gone that may have had values in local storages: so are these. */
    public void ownerGone(long address) {
        for (LocalStorage storage : storages) {
            storage.remove(address);
        }
    }

    /** Says which device numbers mean something; without it, only that of the loopback device. */
    public void devicesFrom(IntPredicate known) {
        devices = known;
    }

    boolean knowsDevice(int index) {
        return devices.test(index);
    }

    /** Says what happens to fields of this kind when their values go away; without it, only their bytes become zero. */
    public void onRelease(FieldKind kind, FieldReleaser releaser) {
        releasers.put(kind, releaser);
    }

    @TruffleBoundary
    void release(BpfMap map, long value) {
        for (SpecialField field : map.specialFields().list()) {
            if (field.kind() == FieldKind.SPIN_LOCK || field.kind() == FieldKind.RES_SPIN_LOCK) {
                continue;
            }
            long address = value + field.offset();
            FieldReleaser releaser = releasers.get(field.kind());
            if (releaser != null) {
                releaser.release(map, field, address);
            }
            memory.fill(address, field.kind().sizeBytes(), (byte) 0);
        }
    }

    /** All maps in order of their ids. */
    public List<BpfMap> all() {
        List<BpfMap> maps = new ArrayList<>(count);
        for (int id = 1; id <= count; id++) {
            maps.add(Objects.requireNonNull(byId[id]));
        }
        return List.copyOf(maps);
    }
}
