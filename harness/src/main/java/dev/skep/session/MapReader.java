package dev.skep.session;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.LocalStorage;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapSyscalls;
import dev.skep.kernel.map.SocketMap;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Task;
import dev.skep.report.MapContents;
import dev.skep.report.MapContents.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks into maps as user space would, once programs have run. */
public final class MapReader {
    /** How keys and values are shown. */
    public enum Form {
        /** By the types that the program declared, else as hex. */
        TYPED,
        /** As lower-case hex. */
        RAW
    }

    private final Kernel kernel;
    private final Form form;

    public MapReader(Kernel kernel, Form form) {
        this.kernel = kernel;
        this.form = form;
    }

    /**
     * What is in the map; empties queues and stacks, which can be looked at in no other way.
     *
     * @param name of the map in the object
     */
    public MapContents read(String name, BpfMap map) {
        return new MapContents(name, map.type().lowerCaseName(), entries(map));
    }

    private List<Entry> entries(BpfMap map) {
        return switch (map.type()) {
            case QUEUE, STACK -> elements(map);
            // Nothing of these can be listed; ring and perf buffers have been read as records came.
            case BLOOM_FILTER, RINGBUF, USER_RINGBUF, PERF_EVENT_ARRAY, XSKMAP, CGROUP_ARRAY, ARENA -> List.of();
            case SOCKMAP, SOCKHASH -> sockets(SocketMap.of(map));
            case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> stored(LocalStorage.of(map));
            default -> pairs(map);
        };
    }

    private List<Entry> elements(BpfMap map) {
        List<Entry> elements = new ArrayList<>();
        while (true) {
            try {
                byte[] value = map.syscall().lookupAndDelete(new byte[0], 0);
                elements.add(new MapContents.Element(value(map.spec(), value)));
            } catch (KernelException e) {
                if (e.errno() == Errno.ENOENT) {
                    return elements;
                }
                throw e;
            }
        }
    }

    private List<Entry> sockets(SocketMap map) {
        List<Entry> entries = new ArrayList<>();
        map.elements()
                .forEach(element -> entries.add(new MapContents.Pair(
                        key(map.spec(), element.key()), element.socket().toString())));
        return entries;
    }

    private List<Entry> pairs(BpfMap map) {
        MapSyscalls syscall = map.syscall();
        List<Entry> entries = new ArrayList<>();
        for (byte[] key : syscall.keys()) {
            byte @Nullable [] value = syscall.find(key);
            if (value != null) {
                entries.add(entry(map, key(map.spec(), key), value));
            }
        }
        return entries;
    }

    /** What belongs to tasks, by thread id; what belongs to other objects, by their address. */
    private List<Entry> stored(LocalStorage map) {
        List<Entry> entries = new ArrayList<>();
        map.elements().forEach((owner, value) -> {
            Task task = kernel.tasks().at(owner);
            byte[] bytes = kernel.memory().bytes(value, map.spec().valueSize());
            Object key = task == null
                    ? "0x" + HexFormat.of().toHexDigits(owner)
                    : form == Form.RAW ? HexFormat.of().formatHex(littleEndian(task.pid())) : (long) task.pid();
            entries.add(new MapContents.Pair(key, value(map.spec(), bytes)));
        });
        return entries;
    }

    private static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private Entry entry(BpfMap map, Object key, byte[] value) {
        return switch (map.type()) {
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH -> new MapContents.PerCpu(key, perCpu(map, value));
            case PROG_ARRAY -> new MapContents.OfProgram(key, programName(number(value)));
            case ARRAY_OF_MAPS, HASH_OF_MAPS -> {
                BpfMap inner = Objects.requireNonNull(kernel.maps().byId(number(value)));
                yield new MapContents.OfMap(key, read(inner.name(), inner));
            }
            default -> new MapContents.Pair(key, value(map.spec(), value));
        };
    }

    private List<Object> perCpu(BpfMap map, byte[] all) {
        int cpus = kernel.config().cpus();
        int size = all.length / cpus;
        List<Object> values = new ArrayList<>();
        for (int cpu = 0; cpu < cpus; cpu++) {
            int from = cpu * size;
            values.add(value(
                    map.spec(), Arrays.copyOfRange(all, from, from + map.spec().valueSize())));
        }
        return values;
    }

    private String programName(int id) {
        BpfProgram program = kernel.programs().byId(id);
        return program == null ? "#" + id : program.name();
    }

    private static int number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Keys of arrays are numbers even where nobody gave them a type. */
    private Object key(MapSpec spec, byte[] bytes) {
        boolean index = switch (spec.type()) {
            case ARRAY, PERCPU_ARRAY, PROG_ARRAY, ARRAY_OF_MAPS, DEVMAP, CPUMAP, SOCKMAP -> true;
            default -> false;
        };
        if (index && form == Form.TYPED && spec.keyTypeId() == 0) {
            return Integer.toUnsignedLong(number(bytes));
        }
        return shown(spec.btf(), spec.keyTypeId(), bytes);
    }

    private Object value(MapSpec spec, byte[] bytes) {
        return shown(spec.btf(), spec.valueTypeId(), bytes);
    }

    private Object shown(@Nullable Btf btf, int type, byte[] bytes) {
        if (form == Form.RAW || btf == null || type == 0) {
            return HexFormat.of().formatHex(bytes);
        }
        try {
            return BtfValue.read(btf, type, bytes);
        } catch (BtfValueException | MalformedBtfException e) {
            // The type does not describe the bytes: they are shown as they are rather than not at all.
            return HexFormat.of().formatHex(bytes);
        }
    }
}
