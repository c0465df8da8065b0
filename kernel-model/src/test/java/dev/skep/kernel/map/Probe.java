package dev.skep.kernel.map;

import dev.skep.isa.Bytecode;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The kernel's recorded answers below {@code expected/probes}, and maps made as they were made there. */
final class Probe {
    private static final Json DEFINITIONS = root("map_create").get("plain");

    private Probe() {}

    static Json root(String name) {
        String path = "/fixtures/expected/probes/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Probe.class.getResourceAsStream(path), path)) {
            return Json.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Json> rows(String name) {
        return root(name).get("rows").items();
    }

    static Kernel kernel() {
        return new Kernel(KernelConfig.reference());
    }

    static MapType type(String name) {
        return MapType.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /**
     * The definition of this type that every probe begins with, with a well-made inner map where the type wants one.
     */
    static MapSpec plain(String type) {
        Json plain = DEFINITIONS.get(type);
        MapSpec spec = MapSpec.of("probe", type(type), plain.word("key"), plain.word("value"), plain.word("entries"))
                .withFlags(plain.word("flags"));
        boolean ofMaps = spec.type() == MapType.ARRAY_OF_MAPS || spec.type() == MapType.HASH_OF_MAPS;
        return ofMaps ? spec.withInner(MapSpec.of("inner", MapType.ARRAY, 4, 8, 1)) : spec;
    }

    /** A key of a probe: a number, for a trie the address 10.0.0.number with all 32 bits. */
    static byte[] key(MapType type, long number) {
        return type == MapType.LPM_TRIE ? new byte[] {32, 0, 0, 0, 10, 0, 0, (byte) number} : u32((int) number);
    }

    /** A value that a map takes: a device, a queue, a program, a map, or just a number. */
    static byte[] value(BpfMap map, int number) {
        return switch (map.type()) {
            case DEVMAP, DEVMAP_HASH -> u32(1);
            case CPUMAP -> u32(64);
            case PROG_ARRAY -> u32(program(map.kernel()).id());
            case ARRAY_OF_MAPS, HASH_OF_MAPS ->
                u32(map.kernel()
                        .maps()
                        .create(MapSpec.of("inner", MapType.ARRAY, 4, 8, 1))
                        .id());
            case PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH -> {
                byte[] one = u64(number * 0x0101L);
                byte[] all = Arrays.copyOf(one, map.userValueSize());
                System.arraycopy(one, 0, all, 8, 8);
                yield all;
            }
            default -> Arrays.copyOf(u64(number * 0x0101L), map.userValueSize());
        };
    }

    /** A loaded XDP program that is never run. */
    static BpfProgram program(Kernel kernel) {
        ProgramImage image = ProgramImage.raw("pass", ProgramType.XDP, Bytecode.of(new byte[0]), List.of());
        return kernel.programs().add(image, invocation -> 2);
    }

    /** What a program does through helpers: key and value at addresses of their own. */
    static int updateFromProgram(BpfMap map, byte[] key, byte[] value, long flags) {
        long keyAddress = put(map.kernel(), key);
        long valueAddress = put(map.kernel(), value);
        return map.update(0, keyAddress, valueAddress, flags);
    }

    static int deleteFromProgram(BpfMap map, byte[] key) {
        return map.delete(0, put(map.kernel(), key));
    }

    static long put(Kernel kernel, byte[] bytes) {
        long address = kernel.memory().allocate(Math.max(bytes.length, 1), 8, "bytes of a test");
        kernel.memory().write(address, bytes);
        return address;
    }

    static List<String> hexKeys(BpfMap map) {
        return map.syscall().keys().stream().map(Probe::hex).toList();
    }

    static List<String> texts(Json list) {
        return list.items().stream().map(Json::text).toList();
    }

    /** The errno of what throws a {@link KernelException}, 0 when it does not. */
    static int errno(Runnable action) {
        try {
            action.run();
            return 0;
        } catch (KernelException failure) {
            return failure.errno().number();
        }
    }

    static int number(@Nullable Errno errno) {
        return errno == null ? 0 : errno.number();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] u32(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    static byte[] u64(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    /** Bytes one after the other, cut into pieces of this size. */
    static List<byte[]> pieces(byte[] bytes, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from + size <= bytes.length && size > 0; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, from + size));
        }
        return pieces;
    }
}
