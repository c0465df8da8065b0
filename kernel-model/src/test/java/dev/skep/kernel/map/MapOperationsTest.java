package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every element command with every flag, as the kernel answered it. */
class MapOperationsTest {

    @Test
    void everyOperationGetsTheKernelsErrno() {
        List<Json> rows = Probe.rows("map_operations");
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Json row : rows) {
            if (row.get("errno").isText()) {
                continue; // the verifier keeps programs from it
            }
            asked++;
            String answer = answer(row);
            String expected = row.word("errno") + (row.has("next") ? " " + row.text("next") : "");
            if (!answer.equals(expected)) {
                wrong.add(row + " here " + answer);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(1900);
    }

    private static String answer(Json row) {
        BpfMap map = Probe.kernel().maps().create(Probe.plain(row.text("type")));
        MapType type = map.type();
        MapSyscalls user = map.syscall();
        Probe.errno(() -> user.update(Probe.key(type, 1), Probe.value(map, 7), UpdateFlags.ANY));
        byte[] key = Probe.key(type, row.get("key").number());
        long flags = row.get("flags").number();
        if (row.text("side").equals("program")) {
            return switch (row.text("do")) {
                case "update" -> String.valueOf(-Probe.updateFromProgram(map, key, Probe.value(map, 9), flags));
                case "delete" -> String.valueOf(-Probe.deleteFromProgram(map, key));
                default -> throw new IllegalStateException(row.toString());
            };
        }
        return switch (row.text("do")) {
            case "lookup" -> String.valueOf(Probe.errno(() -> user.lookup(key, flags)));
            case "lookup_and_delete" -> String.valueOf(Probe.errno(() -> user.lookupAndDelete(key, flags)));
            case "update" -> {
                byte[] value = Probe.value(map, 9);
                yield String.valueOf(Probe.errno(() -> user.update(key, value, flags)));
            }
            case "delete" -> String.valueOf(Probe.errno(() -> user.delete(key)));
            case "next_key" -> nextKey(user, key);
            default -> throw new IllegalStateException(row.toString());
        };
    }

    @Test
    void mapsThatStayEmptyAnswerAsTheKernels() {
        List<Json> rows = Probe.rows("map_empty");
        List<String> wrong = new ArrayList<>();
        for (Json row : rows) {
            MapSpec spec = Probe.plain(row.text("type")).withValueSize(row.word("value"));
            MapSyscalls user = Probe.kernel().maps().create(spec).syscall();
            String expected = row.word("errno") + (row.has("next") ? " " + row.text("next") : "");
            byte[] key = Arrays.copyOf(Probe.u64(row.has("key") ? row.get("key").number() : 0), spec.keySize());
            byte[] descriptor = Arrays.copyOf(Probe.u64(row.has("descriptor") ? -1 : 999), user.valueSize());
            String answer = switch (row.text("do")) {
                case "lookup" -> String.valueOf(Probe.errno(() -> user.lookup(key)));
                case "lookup_and_delete" -> String.valueOf(Probe.errno(() -> user.lookupAndDelete(key, 0)));
                case "delete" -> String.valueOf(Probe.errno(() -> user.delete(key)));
                case "update" ->
                    String.valueOf(Probe.errno(
                            () -> user.update(key, descriptor, row.get("flags").number())));
                case "next_key" -> nextKey(user, key);
                case "first_key" -> nextKey(user, null);
                default -> throw new IllegalStateException(row.toString());
            };
            if (!answer.equals(expected)) {
                wrong.add(row + " here " + answer);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSizeGreaterThan(300);
    }

    private static String nextKey(MapSyscalls user, byte @Nullable [] key) {
        AtomicReference<byte[]> next = new AtomicReference<>();
        int errno = Probe.errno(() -> next.set(user.nextKey(key)));
        return errno != 0 ? "" + errno : next.get() == null ? "2" : "0 " + Probe.hex(next.get());
    }

    @Test
    void aFullMapAnswersAsTheKernels() {
        List<Json> rows = Probe.rows("map_full");
        for (Json row : rows) {
            MapSpec plain = Probe.plain(row.text("type"));
            BpfMap map = Probe.kernel().maps().create(plain.withFlags(plain.flags() | row.word("no_prealloc")));
            List<Integer> filling = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                byte[] key = Probe.key(map.type(), i);
                byte[] value = Probe.value(map, i);
                filling.add(Probe.errno(() -> map.syscall().update(key, value, UpdateFlags.ANY)));
            }
            assertThat(filling)
                    .as(row.toString())
                    .isEqualTo(
                            row.get("filling").items().stream().map(Json::word).toList());
            for (Json step : row.get("then").items()) {
                if (!step.get("errno").isText()) {
                    assertThat(step(map, row.text("side"), step))
                            .as(row + " " + step)
                            .isEqualTo(step.word("errno"));
                }
            }
            assertThat(Probe.hexKeys(map)).as(row.toString()).isEqualTo(Probe.texts(row.get("keys")));
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(14);
    }

    private static int step(BpfMap map, String side, Json step) {
        byte[] key = Probe.key(map.type(), step.get("key").number());
        boolean program = side.equals("program");
        if (step.text("do").equals("delete")) {
            return program
                    ? -Probe.deleteFromProgram(map, key)
                    : Probe.errno(() -> map.syscall().delete(key));
        }
        byte[] value = Probe.value(map, step.word("key") + 10);
        long flags = step.get("flags").number();
        return program
                ? -Probe.updateFromProgram(map, key, value, flags)
                : Probe.errno(() -> map.syscall().update(key, value, flags));
    }

    @Test
    void aWalkGoesOnAsTheKernelsWhenItsKeyIsGone() {
        List<Json> rows = Probe.rows("map_next_key");
        for (Json row : rows) {
            BpfMap map = Probe.kernel().maps().create(Probe.plain(row.text("type")));
            for (int i = 1; i <= 3; i++) {
                map.syscall().update(Probe.key(map.type(), i), Probe.value(map, i), UpdateFlags.ANY);
            }
            assertThat(Probe.hexKeys(map)).as(row.toString()).isEqualTo(Probe.texts(row.get("order")));
            row.get("next")
                    .members()
                    .forEach((key, next) -> assertThat(next(map, Probe.hex(key)))
                            .as(row.text("type") + " behind " + key)
                            .isEqualTo(next.toString()));
            Probe.errno(() -> map.syscall().delete(Probe.key(map.type(), 2)));
            assertThat(next(map, Probe.key(map.type(), 2)))
                    .as(row.toString())
                    .isEqualTo(row.get("next of 2 after its deletion").toString());
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(9);
    }

    private static String next(BpfMap map, byte[] key) {
        byte[] next = map.syscall().nextKey(key);
        return next == null ? "2" : Probe.hex(next);
    }

    @Test
    void keysComeInTheOrderOfTheKernelsHash() {
        List<Json> rows = Probe.rows("hash_order");
        for (Json row : rows) {
            MapSpec spec = MapSpec.of(
                            "probe", Probe.type(row.text("type")), row.word("key_size"), 8, row.word("entries"))
                    .withFlags(row.word("no_prealloc"));
            boolean devices = spec.type() == MapType.DEVMAP_HASH;
            BpfMap map = Probe.kernel().maps().create(devices ? spec.withValueSize(4) : spec);
            List<byte[]> keys = row.get("inserted").items().stream()
                    .map(key -> Probe.hex(key.text()))
                    .toList();
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                byte[] key = keys.get(i);
                answers.add(Probe.errno(() -> map.syscall().update(key, Probe.value(map, 0), UpdateFlags.ANY)));
                if (i % 5 == 4 && !devices) {
                    byte[] old = keys.get(i - 2);
                    Probe.errno(() -> map.syscall().delete(old));
                }
            }
            assertThat(answers)
                    .as(row.toString())
                    .isEqualTo(row.get("errno").items().stream().map(Json::word).toList());
            assertThat(Probe.hexKeys(map)).as(row.toString()).isEqualTo(Probe.texts(row.get("order")));
        }
        assertThat(rows).hasSizeGreaterThan(60);
    }

    @Test
    void anLruHashForgetsWhatTheKernelForgets() {
        List<Json> rows = Probe.rows("lru_evictions");
        for (Json row : rows) {
            assertThat(evictions(row)).as(row.toString()).isEqualTo(row.get("evictions") + " " + row.get("kept"));
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
    }

    private static String evictions(Json row) {
        MapSpec spec = MapSpec.of("probe", Probe.type(row.text("type")), 4, 8, row.word("entries"))
                .withFlags(row.word("no_common_lru") << 1);
        Kernel kernel = Probe.kernel();
        BpfMap map = kernel.maps().create(spec);
        String touched = row.text("touched");
        List<Object> evictions = new ArrayList<>();
        List<Integer> before = List.of();
        long lookedUp = kernel.memory().allocate(4, 4, "key");
        for (int number = 0; number < 3 * row.word("entries") + 10; number++) {
            map.syscall().update(Probe.u32(number), Probe.value(map, 0), UpdateFlags.ANY);
            if (number % 2 == 0 && !touched.equals("none")) {
                int key = Math.max(0, number - 2);
                kernel.memory().writeInt(lookedUp, key);
                if (touched.endsWith("program")) {
                    map.lookup(0, lookedUp);
                } else {
                    map.syscall().find(Probe.u32(key));
                }
            }
            List<Integer> now = numbers(map);
            List<Integer> gone =
                    before.stream().filter(key -> !now.contains(key)).sorted().toList();
            if (!gone.isEmpty()) {
                evictions.add(List.of(number, gone));
            }
            before = now;
        }
        return evictions + " " + before;
    }

    private static List<Integer> numbers(BpfMap map) {
        return map.syscall().keys().stream()
                .map(key -> java.nio.ByteBuffer.wrap(key)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt())
                .toList();
    }
}
