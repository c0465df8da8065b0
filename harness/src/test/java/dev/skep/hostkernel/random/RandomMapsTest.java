package dev.skep.hostkernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.hostkernel.HostMap;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.MapBatch;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapSyscalls;
import dev.skep.kernel.map.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random maps and what user space does to them, here and in the kernel of this machine: both must answer the same. */
@Tag("host-kernel")
class RandomMapsTest {
    private static final int BLUEPRINTS = 2_000;
    private static final int MAPS_OF_A_TYPE = 40;
    private static final int COMMANDS = 150;

    /** Those whose elements user space reads and writes as bytes. */
    private static final List<MapType> TYPES_WITH_BYTES = List.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.LRU_HASH,
            MapType.LRU_PERCPU_HASH,
            MapType.LPM_TRIE,
            MapType.QUEUE,
            MapType.STACK,
            MapType.DEVMAP,
            MapType.DEVMAP_HASH,
            MapType.CPUMAP);

    @SuppressWarnings("NullAway.Init")
    private HostKernel host;

    private final HexFormat hex = HexFormat.of();

    @BeforeEach
    void open() throws HostKernelMissingException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), () -> "no host kernel: " + missing.orElse(""));
        host = HostKernel.open();
        assumeTrue(host.release().startsWith("6.18."), () -> "the kernel is no 6.18: " + host.release());
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void blueprintsAreAcceptedAndRefusedAlike() throws HostKernelMissingException {
        Map<MapType, Integer> accepted = new EnumMap<>(MapType.class);
        List<String> differences = new ArrayList<>();
        for (int seed = 0; seed < BLUEPRINTS; seed++) {
            MapSpec spec = blueprint(new Chance(new Random(seed)));
            String theirs = outcome(() -> {
                host.create(spec).close();
                return "made";
            });
            String ours = outcome(() -> {
                machine().maps().create(spec);
                return "made";
            });
            if (!ours.equals(theirs)) {
                differences.add("seed " + seed + ": " + spec + ": " + ours + ", the kernel: " + theirs);
            }
            if (theirs.equals("made")) {
                accepted.merge(spec.type(), 1, Integer::sum);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(accepted).hasSizeGreaterThan(15);
    }

    private MapSpec blueprint(Chance chance) {
        MapType type = chance.of(MapType.values());
        if (type == MapType.STRUCT_OPS) {
            // Which struct of the kernel it is stands in the kernel's types, which a blueprint here does not carry.
            type = MapType.HASH;
        }
        int keySize = chance.percent(60) ? 4 : chance.of(0, 1, 5, 8, 12, 16, 260, 264, 512, 513, -1);
        int valueSize = chance.percent(50) ? chance.of(4, 8) : chance.of(0, 1, 2, 7, 12, 64, 256, 1 << 15, -1);
        int entries = chance.percent(60) ? chance.of(1, 2, 4) : chance.of(0, 3, 64, 4096, 8192, 12288, -1);
        int flags = chance.percent(40) ? 0 : 1 << chance.below(19) | (chance.percent(30) ? 1 << chance.below(19) : 0);
        if ((flags & (MapFlags.VTYPE_BTF_OBJ_FD | MapFlags.TOKEN_FD | MapFlags.NUMA_NODE)) != 0) {
            flags = 0; // They bring descriptors and nodes, which have no counterpart here.
        }
        long extra = chance.percent(90) ? 0 : chance.of(1L, 3L, 15L, 16L, 1L << 32);
        return MapSpec.of("random", type, keySize, valueSize, entries)
                .withFlags(flags)
                .withExtra(extra);
    }

    @Test
    void commandsHaveTheSameAnswers() {
        for (MapType type : TYPES_WITH_BYTES) {
            for (int seed = 0; seed < MAPS_OF_A_TYPE; seed++) {
                Chance chance = new Chance(new Random(31L * seed + type.id()));
                MapSpec spec = usable(type, chance);
                try (HostMap theirs = host.create(spec)) {
                    MapSyscalls ours = machine().maps().create(spec).syscall();
                    List<String> before = new ArrayList<>();
                    for (int i = 0; i < COMMANDS; i++) {
                        Command command = command(type, spec, theirs.valueSize(), chance);
                        String here = answer(command, ours);
                        String there = answer(command, theirs);
                        before.add(command.text(hex) + " -> " + there);
                        assertThat(here)
                                .as("%s, seed %d, %s, after %s", type, seed, spec, last(before))
                                .isEqualTo(there);
                    }
                }
            }
        }
    }

    private static List<String> last(List<String> before) {
        return before.subList(Math.max(0, before.size() - 12), before.size());
    }

    private static MapSpec usable(MapType type, Chance chance) {
        int entries = chance.between(1, 6);
        int flags = chance.percent(10) ? chance.of(MapFlags.RDONLY, MapFlags.WRONLY) : 0;
        return switch (type) {
            case HASH, PERCPU_HASH ->
                // With a seed of its own the order of its elements would be chance.
                MapSpec.of("random", type, chance.of(1, 4, 7, 8, 16, 20), chance.of(1, 4, 8, 12), entries)
                        .withFlags(flags | MapFlags.ZERO_SEED | (chance.percent(50) ? MapFlags.NO_PREALLOC : 0));
            case LRU_HASH, LRU_PERCPU_HASH ->
                // So large that nothing is evicted: which CPU this runs on decides what is.
                MapSpec.of("random", type, 4, chance.of(1, 8), 512).withFlags(flags | MapFlags.ZERO_SEED);
            case LPM_TRIE ->
                MapSpec.of("random", type, 4 + chance.of(1, 2, 4), chance.of(1, 8), entries)
                        .withFlags(flags | MapFlags.NO_PREALLOC);
            case QUEUE, STACK ->
                MapSpec.of("random", type, 0, chance.of(1, 4, 12), entries).withFlags(flags);
            case DEVMAP, DEVMAP_HASH, CPUMAP -> MapSpec.of("random", type, 4, chance.of(4, 8), chance.between(1, 2));
            default ->
                MapSpec.of("random", type, 4, chance.of(1, 4, 12, 64), entries).withFlags(flags);
        };
    }

    private enum Verb {
        FIND,
        UPDATE,
        DELETE,
        TAKE,
        NEXT,
        KEYS,
        FREEZE,
        LOOKUP_BATCH,
        TAKE_BATCH,
        UPDATE_BATCH,
        DELETE_BATCH
    }

    private record Command(Verb verb, List<byte[]> keys, List<byte[]> values, long flags, boolean begins) {
        byte[] key() {
            return keys.getFirst();
        }

        byte[] value() {
            return values.getFirst();
        }

        byte @Nullable [] cursor() {
            return begins ? null : key();
        }

        String text(HexFormat hex) {
            return verb + " " + keys.stream().map(hex::formatHex).toList() + " "
                    + values.stream().map(hex::formatHex).toList() + " " + flags + (begins ? " from the start" : "");
        }
    }

    private static Command command(MapType type, MapSpec spec, int valueSize, Chance chance) {
        Verb verb = chance.percent(70)
                ? chance.of(Verb.FIND, Verb.UPDATE, Verb.UPDATE, Verb.DELETE, Verb.TAKE, Verb.NEXT)
                : chance.of(Verb.values());
        if (verb == Verb.FREEZE && chance.percent(90)) {
            verb = Verb.UPDATE;
        }
        int count = chance.between(1, 4);
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key(type, spec, chance));
            values.add(value(type, valueSize, chance));
        }
        long flags = chance.percent(70) ? 0 : chance.of(1L, 2L, 3L, 4L, 8L, 1L << 32);
        return new Command(verb, keys, values, flags, chance.percent(30));
    }

    private static byte[] key(MapType type, MapSpec spec, Chance chance) {
        byte[] key = new byte[spec.keySize()];
        if (type == MapType.LPM_TRIE) {
            int dataBits = (key.length - 4) * 8;
            ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).putInt(chance.below(dataBits + 2));
            for (int i = 4; i < key.length; i++) {
                key[i] = (byte) (chance.below(4) << 6);
            }
        } else if (key.length > 0) {
            key[0] = (byte) chance.below(spec.maxEntries() > 6 ? 5 : spec.maxEntries() + 2);
            if (chance.percent(5)) {
                key[key.length - 1] = -1;
            }
        }
        return key;
    }

    private static byte[] value(MapType type, int size, Chance chance) {
        byte[] value = chance.bytes(size);
        if (type == MapType.DEVMAP || type == MapType.DEVMAP_HASH || type == MapType.CPUMAP) {
            // Only the loopback is on every machine; a program would have to be one that is loaded.
            ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putInt(chance.of(0, 1, 1, 1, 9999));
            if (size == 8) {
                ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).putInt(4, chance.percent(90) ? 0 : -1);
            }
        }
        return value;
    }

    private String answer(Command command, HostMap map) {
        return outcome(() -> switch (command.verb()) {
            case FIND -> text(map.find(command.key()));
            case UPDATE -> {
                map.update(command.key(), command.value(), command.flags());
                yield "done";
            }
            case DELETE -> {
                map.delete(command.key());
                yield "done";
            }
            case TAKE -> text(map.findAndDelete(command.key()));
            case NEXT -> text(map.nextKey(command.cursor()));
            case KEYS -> map.keys().stream().map(hex::formatHex).toList().toString();
            case FREEZE -> {
                map.freeze();
                yield "done";
            }
            case LOOKUP_BATCH -> text(map.lookupBatch(null, command.keys().size()));
            case TAKE_BATCH ->
                text(map.lookupAndDeleteBatch(null, command.keys().size()));
            case UPDATE_BATCH -> text(map.updateBatch(command.keys(), command.values()));
            case DELETE_BATCH -> text(map.deleteBatch(command.keys()));
        });
    }

    private String answer(Command command, MapSyscalls map) {
        return outcome(() -> switch (command.verb()) {
            case FIND -> text(map.find(command.key()));
            case UPDATE -> {
                map.update(command.key(), command.value(), command.flags());
                yield "done";
            }
            case DELETE -> {
                map.delete(command.key());
                yield "done";
            }
            case TAKE -> found(() -> map.lookupAndDelete(command.key(), 0));
            case NEXT -> text(map.nextKey(command.cursor()));
            case KEYS -> map.keys().stream().map(hex::formatHex).toList().toString();
            case FREEZE -> {
                map.freeze();
                yield "done";
            }
            case LOOKUP_BATCH -> text(map.lookupBatch(null, command.keys().size(), 0));
            case TAKE_BATCH ->
                text(map.lookupAndDeleteBatch(null, command.keys().size(), 0));
            case UPDATE_BATCH -> text(map.updateBatch(command.keys(), command.values(), 0));
            case DELETE_BATCH -> text(map.deleteBatch(command.keys(), 0));
        });
    }

    /** What is not there is null, as the host's commands have it. */
    private String found(Supplier<byte[]> taken) {
        try {
            return text(taken.get());
        } catch (KernelException refused) {
            if (refused.errno() == Errno.ENOENT) {
                return "nothing";
            }
            throw refused;
        }
    }

    private String text(byte @Nullable [] bytes) {
        return bytes == null ? "nothing" : hex.formatHex(bytes);
    }

    private String text(MapBatch batch) {
        Errno errno = batch.errno();
        if (errno == Errno.EPERM || errno == Errno.ENOTSUPP) {
            // The command was refused before it counted anything.
            throw new KernelException(errno, "batch");
        }
        return batch.count()
                + " "
                + batch.keys().stream().map(hex::formatHex).toList()
                + " "
                + batch.values().stream().map(hex::formatHex).toList()
                + " " + batch.errno();
    }

    private static String outcome(Supplier<String> attempt) {
        try {
            return attempt.get();
        } catch (KernelException refused) {
            return refused.errno().name();
        }
    }

    private Kernel machine() {
        return new Kernel(KernelConfig.reference().withCpus(host.cpus()));
    }
}
