package dev.skep.hostkernel;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.link.LinkedMap;
import dev.skep.link.LinkedObject;
import dev.skep.link.LinkedObject.ProgramSlot;
import dev.skep.object.MapDefinition.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object in the kernel of this machine: maps as they are in a simulated kernel that it was linked in, with what the
 * object puts into them, and those of its programs that were asked for.
 */
public final class HostObject {
    private final HostKernel kernel;
    private final LinkedObject linked;
    private final Map<String, HostMap> maps;
    private final Map<String, HostVerdict> verdicts = new HashMap<>();
    /** Slots that hold what the object says, until somebody puts something else there. */
    private final Set<ProgramSlot> filled = new HashSet<>();

    private HostObject(HostKernel kernel, LinkedObject linked, Map<String, HostMap> maps) {
        this.kernel = kernel;
        this.linked = linked;
        this.maps = maps;
    }

    /**
     * Creates and fills the maps.
     *
     * @throws KernelException when the kernel refuses one
     */
    public static HostObject in(HostKernel kernel, LinkedObject linked) {
        Map<String, HostMap> maps = new LinkedHashMap<>();
        for (LinkedMap map : linked.maps()) {
            maps.put(map.name(), kernel.create(map.map().spec()));
        }
        HostObject object = new HostObject(kernel, linked, maps);
        linked.maps().forEach(object::fill);
        return object;
    }

    /** A map by the name that it has in the object. */
    public HostMap map(String name) {
        HostMap map = maps.get(name);
        if (map == null) {
            throw new IllegalStateException("no map " + name);
        }
        return map;
    }

    private void fill(LinkedMap source) {
        HostMap target = map(source.name());
        if (source.map().type() == MapType.ARRAY && source.definition().origin().holdsVariables()) {
            byte[] first = new byte[4];
            target.update(first, source.map().syscall().lookup(first), UpdateFlags.ANY);
        }
        for (Slot slot : source.definition().slots()) {
            if (slot instanceof Slot.OfMap(int key, String inner)) {
                target.update(little(key), map(inner));
            }
        }
        if (source.map().syscall().isFrozen()) {
            target.freeze();
        }
    }

    /**
     * Loads a program, and with it those that it may call through program arrays.
     *
     * @throws KernelException when the kernel rejects one; the message ends with what it said last
     */
    public HostProgram load(String name) {
        return switch (verdict(name)) {
            case HostVerdict.Accepted accepted -> accepted.program();
            case HostVerdict.Rejected(Errno errno, String log) ->
                throw new KernelException(errno, name + ": " + lastWords(log));
        };
    }

    /** The same; what the kernel says of the program, or of the first one that it rejects. */
    public HostVerdict verdict(String name) {
        HostVerdict verdict = verdictOnce(name);
        for (ProgramSlot slot : linked.programSlots()) {
            if (filled.contains(slot)) {
                continue;
            }
            for (LinkedMap map : linked.maps()) {
                if (map.map().id() == slot.map().id() && map.map().type() == MapType.PROG_ARRAY) {
                    switch (verdictOnce(slot.program())) {
                        case HostVerdict.Accepted callee -> {
                            map(map.name()).update(little(slot.key()), callee.program());
                            filled.add(slot);
                        }
                        case HostVerdict.Rejected rejected -> {
                            return verdict instanceof HostVerdict.Rejected ? verdict : rejected;
                        }
                    }
                }
            }
        }
        return verdict;
    }

    private HostVerdict verdictOnce(String name) {
        return verdicts.computeIfAbsent(
                name, _ -> kernel.load(linked.image(name), List.copyOf(maps.values()), HostLoadOptions.usual()));
    }

    /**
     * What the kernel's verifier says about a program.
     *
     * @param level bits of {@code BPF_LOG_*}
     */
    public String log(String name, int level) {
        return kernel.load(
                        linked.image(name),
                        List.copyOf(maps.values()),
                        HostLoadOptions.usual().withLogLevel(level))
                .log();
    }

    /** The line before the statistics. */
    private static String lastWords(String log) {
        List<String> lines =
                log.lines().filter(line -> !line.startsWith("processed ")).toList();
        return lines.isEmpty() ? "no log" : lines.getLast();
    }

    /** The consumer's sides of its ring buffers, to be closed by whoever asked for them. */
    public List<HostRing> rings() {
        List<HostRing> rings = new ArrayList<>();
        for (HostMap map : maps.values()) {
            if (map.spec().type() == MapType.RINGBUF) {
                rings.add(HostRing.of(map));
            }
        }
        return rings;
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }
}
