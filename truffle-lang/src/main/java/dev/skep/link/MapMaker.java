package dev.skep.link;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.Arena;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.object.MapDefinition;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import dev.skep.object.ObjectSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Creates an object's maps in a kernel and fills those that the object fills. Counterpart:
 * {@code bpf_object__create_maps}.
 */
final class MapMaker {
    private final ObjectSpec object;
    private final Kernel kernel;
    private final ResolvedExterns externs;

    MapMaker(ObjectSpec object, Kernel kernel, ResolvedExterns externs) {
        this.object = object;
        this.kernel = kernel;
        this.externs = externs;
    }

    /** @throws RelocationException if the kernel refuses a map, or what goes into it */
    List<LinkedMap> make() {
        List<LinkedMap> maps = new ArrayList<>();
        for (MapDefinition definition : object.maps()) {
            maps.add(new LinkedMap(definition, create(definition)));
        }
        Map<String, BpfMap> byName = new HashMap<>();
        maps.forEach(map -> byName.putIfAbsent(map.name(), map.map()));
        maps.forEach(map -> fill(map, byName));
        return maps;
    }

    private BpfMap create(MapDefinition definition) {
        if (definition.spec().type() == MapType.UNSPEC) {
            throw new RelocationException(
                    object.name(),
                    where(definition),
                    "map type " + Integer.toUnsignedString(definition.typeNumber()),
                    "1.." + MapType.ARENA.id());
        }
        try {
            if (definition.origin() == Origin.STRUCT_OPS) {
                return kernel.maps()
                        .create(StructOpsShape.of(object, definition).forKernel(kernel.btf()));
            }
            return createWithOrWithoutTypes(forKernel(definition.spec()));
        } catch (KernelException e) {
            throw new RelocationException(object.name(), where(definition), e);
        }
    }

    /** Where the kernel refuses a map with types, libbpf tries again without. */
    private BpfMap createWithOrWithoutTypes(MapSpec spec) {
        try {
            return kernel.maps().create(spec);
        } catch (KernelException refused) {
            if (spec.keyTypeId() == 0 && spec.valueTypeId() == 0) {
                throw refused;
            }
            return kernel.maps().create(spec.withTypes(null, 0, 0));
        }
    }

    /** What libbpf changes before it asks the kernel. */
    private MapSpec forKernel(MapSpec spec) {
        MapSpec changed = takesTypes(spec.type()) ? spec : spec.withTypes(null, 0, 0);
        if (spec.type() == MapType.PERF_EVENT_ARRAY && spec.maxEntries() == 0) {
            changed = changed.withMaxEntries(kernel.config().cpus());
        }
        if (spec.type() == MapType.ARENA && spec.extra() == 0) {
            changed = changed.withExtra(Arena.ANYWHERE); // libbpf maps it before it loads programs
        }
        MapSpec inner = spec.inner();
        return inner == null ? changed : changed.withInner(forKernel(inner));
    }

    private static boolean takesTypes(MapType type) {
        return switch (type) {
            case PERF_EVENT_ARRAY,
                    CGROUP_ARRAY,
                    STACK_TRACE,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    DEVMAP,
                    DEVMAP_HASH,
                    CPUMAP,
                    XSKMAP,
                    SOCKMAP,
                    SOCKHASH,
                    QUEUE,
                    STACK,
                    ARENA,
                    STRUCT_OPS -> false;
            case UNSPEC,
                    HASH,
                    ARRAY,
                    PROG_ARRAY,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_HASH,
                    LRU_PERCPU_HASH,
                    LPM_TRIE,
                    CGROUP_STORAGE,
                    REUSEPORT_SOCKARRAY,
                    PERCPU_CGROUP_STORAGE,
                    SK_STORAGE,
                    RINGBUF,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    BLOOM_FILTER,
                    USER_RINGBUF,
                    CGRP_STORAGE -> true;
        };
    }

    private void fill(LinkedMap linked, Map<String, BpfMap> byName) {
        MapDefinition definition = linked.definition();
        BpfMap map = linked.map();
        try {
            if (definition.origin().holdsVariables()) {
                byte[] contents = definition.origin() == Origin.CONFIGURATION
                        ? externs.configuration()
                        : definition.contents().toBytes(definition.spec().valueSize());
                map.syscall().update(new byte[Integer.BYTES], contents, 0);
            }
            if (map instanceof StructOpsMap functions) {
                StructOpsShape.of(object, definition).define(functions, kernel.btf());
            }
            if (map instanceof Arena arena) {
                arena.writeAsUser(
                        0, definition.contents().toBytes(definition.contents().size()));
            }
            if (definition.origin().frozen()) {
                map.syscall().freeze();
            }
            for (Slot slot : definition.slots()) {
                if (slot instanceof Slot.OfMap(int key, String name)) {
                    BpfMap inner = byName.get(name);
                    if (inner == null) {
                        throw new RelocationException(
                                object.name(), where(definition), "value " + key + " is " + name, "a map");
                    }
                    map.syscall().update(word(key), word(inner.id()), 0);
                }
            }
        } catch (KernelException e) {
            throw new RelocationException(object.name(), where(definition), e);
        }
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static String where(MapDefinition definition) {
        return definition.section().equals(definition.name())
                ? definition.name()
                : definition.section() + "/" + definition.name();
    }
}
