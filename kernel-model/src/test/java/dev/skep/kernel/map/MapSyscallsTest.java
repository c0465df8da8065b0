package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.kernel.Errno;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MapSyscallsTest {

    @Test
    void frozenAndRestrictedMapsRefuseWhatTheKernelsRefuse() {
        List<Json> rows = Probe.rows("map_freeze");
        List<String> wrong = new ArrayList<>();
        for (Json row : rows) {
            MapSpec plain = Probe.plain(row.text("type"));
            int flag = !row.has("flag") ? 0 : row.text("flag").equals("rdonly") ? MapFlags.RDONLY : MapFlags.WRONLY;
            BpfMap map = Probe.kernel().maps().create(plain.withFlags(plain.flags() | flag));
            for (Map.Entry<String, Json> step : row.members().entrySet()) {
                if (!step.getValue().isText()) {
                    int errno = restricted(map, step.getKey());
                    if (errno != step.getValue().word()) {
                        wrong.add(row + " " + step + " here " + errno);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(32);
    }

    private static int restricted(BpfMap map, String step) {
        MapSyscalls user = map.syscall();
        byte[] key = map.keySize == 0 ? new byte[0] : Probe.key(map.type(), 1);
        return switch (step) {
            case "freeze", "again" -> Probe.errno(user::freeze);
            case "update" -> Probe.errno(() -> user.update(key, Probe.value(map, 1), UpdateFlags.ANY));
            case "delete" -> Probe.errno(() -> user.delete(key));
            case "lookup" -> Probe.errno(() -> user.lookup(key));
            case "lookup_and_delete" -> Probe.errno(() -> user.lookupAndDelete(key, 0));
            case "next_key" -> {
                List<Integer> end = new ArrayList<>();
                int errno = Probe.errno(() -> end.add(user.nextKey(null) == null ? 2 : 0));
                yield end.isEmpty() ? errno : end.getFirst();
            }
            default -> throw new IllegalStateException(step);
        };
    }

    @Test
    void batchesGiveWhatTheKernelsGive() {
        List<Json> rows = Probe.rows("map_batches");
        List<String> wrong = new ArrayList<>();
        for (Json row : rows) {
            MapSpec spec = Probe.plain(row.text("type")).withMaxEntries(row.word("entries"));
            BpfMap map = Probe.kernel().maps().create(spec);
            List<byte[]> keys = Probe.pieces(Probe.hex(row.text("keys")), map.keySize);
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                values.add(Probe.value(map, i + 1));
            }
            byte[] cursor = null;
            for (Json step : row.get("steps").items()) {
                if (step.text("do").contains("flags 1") && !step.text("do").contains("elem_flags")) {
                    continue; // flags that do not exist have no place in the signatures here
                }
                List<MapBatch> batches = new ArrayList<>();
                byte[] from = cursor;
                int errno = Probe.errno(() -> batches.add(batch(map, step, keys, values, from)));
                String answer = batches.isEmpty() ? String.valueOf(errno) : describe(batches.getFirst(), step);
                if (!answer.equals(expected(step, batches.isEmpty()))) {
                    wrong.add(row.text("type") + " " + step + " here " + answer);
                }
                if (step.text("do").startsWith("lookup of 3") && !batches.isEmpty()) {
                    cursor = batches.getFirst().cursor();
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSize(14);
    }

    private static MapBatch batch(
            BpfMap map,
            Json step,
            List<byte[]> keys,
            List<byte[]> values,
            byte @org.jspecify.annotations.Nullable [] cursor) {
        MapSyscalls user = map.syscall();
        int asked = step.word("asked");
        return switch (step.text("do")) {
            case "update" -> user.updateBatch(keys, values, 0);
            case "update, no new ones (elem_flags 1)" -> user.updateBatch(keys, values, 1);
            case "update, elem_flags 8" -> user.updateBatch(keys, values, 8);
            case "update of none" -> user.updateBatch(List.of(), List.of(), 0);
            case "lookup of all", "lookup of 3", "lookup of 1", "lookup of none" -> user.lookupBatch(null, asked, 0);
            case "lookup of 3 more" -> user.lookupBatch(cursor, asked, 0);
            case "lookup, elem_flags 4" -> user.lookupBatch(null, asked, 4);
            case "lookup from far behind" -> {
                byte[] far = Arrays.copyOf(Probe.u32(1 << 20), Math.max(4, map.keySize));
                if (far.length == 8) {
                    System.arraycopy(far, 0, far, 4, 4);
                }
                yield user.lookupBatch(far, asked, 0);
            }
            case "delete of the first two", "delete of the first four" ->
                user.deleteBatch(keys.subList(0, Math.min(asked, keys.size())), 0);
            case "lookup and delete", "lookup and delete again" -> user.lookupAndDeleteBatch(null, asked, 0);
            default -> throw new IllegalStateException(step.toString());
        };
    }

    private static String describe(MapBatch batch, Json step) {
        StringBuilder text = new StringBuilder();
        text.append(Probe.number(batch.errno())).append(" count ").append(batch.count());
        if (step.has("keys")) {
            batch.keys().forEach(key -> text.append(' ').append(Probe.hex(key)));
            batch.values().forEach(value -> text.append(' ').append(Probe.hex(value)));
        }
        byte[] cursor = batch.cursor();
        if (step.has("next") && cursor != null) {
            text.append(" next ").append(Probe.hex(cursor));
        }
        return text.toString();
    }

    private static String expected(Json step, boolean refused) {
        if (refused) {
            return String.valueOf(step.word("errno")); // the kernel leaves the count as it was
        }
        StringBuilder text = new StringBuilder();
        text.append(step.word("errno")).append(" count ").append(step.word("count"));
        if (step.has("keys") && step.word("count") > 0) {
            int count = step.word("count");
            String keys = step.text("keys");
            String values = step.text("values");
            for (int i = 0; i < count; i++) {
                text.append(' ').append(keys, i * keys.length() / count, (i + 1) * keys.length() / count);
            }
            for (int i = 0; i < count; i++) {
                text.append(' ').append(values, i * values.length() / count, (i + 1) * values.length() / count);
            }
        }
        // where no cursor is written, the probe's buffer keeps its zeros
        boolean written =
                step.has("next") && !step.text("next").matches("0*") || step.word("count") > 0 && step.has("next");
        return written ? text + " next " + step.text("next") : text.toString();
    }

    @Test
    void perCpuValuesTakeNoFlagsThatPickCpus() {
        List<Json> rows = Probe.rows("map_per_cpu");
        for (Json row : rows) {
            BpfMap map = Probe.kernel().maps().create(Probe.plain(row.text("type")));
            byte[] key = Probe.u32(1);
            map.syscall().update(key, Probe.hex("05000000000000000600000000000000"), UpdateFlags.ANY);
            byte[] value = Probe.hex("aa00000000000000bb00000000000000");
            long flags = row.get("flags").number();
            assertThat(Probe.errno(() -> map.syscall().update(key, value, flags)))
                    .as(row.toString())
                    .isEqualTo(row.word("update"));
            assertThat(Probe.hex(map.syscall().lookup(key))).as(row.toString()).isEqualTo(row.text("after"));
            assertThat(Probe.errno(() -> map.syscall().lookup(key, flags)))
                    .as(row.toString())
                    .isEqualTo(row.word("lookup"));
        }
        assertThat(rows).hasSizeGreaterThanOrEqualTo(21);
    }

    @Test
    void spinLocksAreLeftOutOfValues() {
        List<Json> rows = Probe.rows("map_spin_locks");
        Map<String, BpfMap> maps = Map.of("hash", locked(MapType.HASH, 16), "array", locked(MapType.ARRAY, 1));
        List<String> wrong = new ArrayList<>();
        for (Json row : rows) {
            String step = row.text("do");
            BpfMap map = maps.get(row.text("map"));
            if (map == null) {
                throw new IllegalStateException(row.toString());
            }
            byte[] key = Probe.u32(step.contains("another key") ? 1 : 0);
            List<byte[]> found = new ArrayList<>();
            long flags = step.contains("flags ") ? step.charAt(step.indexOf("flags ") + 6) - '0' : 0;
            int errno = Probe.errno(() -> {
                if (step.startsWith("update")) {
                    map.syscall().update(key, counted(step), flags);
                } else if (step.startsWith("lookup and delete")) {
                    found.add(map.syscall().lookupAndDelete(key, flags));
                } else {
                    found.add(map.syscall().lookup(key, flags));
                }
            });
            String answer = errno + (found.isEmpty() ? "" : " " + Probe.hex(found.getFirst()));
            String expected = row.word("errno") + (row.has("value") ? " " + row.text("value") : "");
            if (!answer.equals(expected)) {
                wrong.add(row + " here " + answer);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSize(34);
    }

    /** 1, 2, 3, ..., or the same backwards for the update in the middle of the script. */
    private static byte[] counted(String step) {
        byte[] value = new byte[32];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (step.equals("update flags 4") ? 32 - i : i + 1);
        }
        return value;
    }

    private static BpfMap locked(MapType type, int entries) {
        BtfBuilder builder = new BtfBuilder();
        int number = builder.add(new BtfType.Int("unsigned int", 4, 0, 0, 32));
        int lock =
                builder.add(new BtfType.Struct("bpf_spin_lock", 4, List.of(new BtfType.Member("val", number, 0, 0))));
        List<BtfType.Member> members = new ArrayList<>();
        members.add(new BtfType.Member("lock", lock, 0, 0));
        for (int i = 1; i < 8; i++) {
            members.add(new BtfType.Member("w" + i, number, 32 * i, 0));
        }
        int value = builder.add(new BtfType.Struct("bucket", 32, members));
        Btf btf = builder.build();
        MapSpec spec = MapSpec.of(type.name().toLowerCase(Locale.ROOT), type, 4, 32, entries)
                .withTypes(btf, number, value);
        return Probe.kernel().maps().create(spec);
    }

    @Test
    void perfEventArraysAnswerUserSpaceAsTheKernels() {
        BpfMap map = Probe.kernel().maps().create(Probe.plain("perf_event_array"));
        MapSyscalls user = map.syscall();
        List<String> wrong = new ArrayList<>();
        for (Json row : Probe.rows("perf_array")) {
            int errno = switch (row.text("do")) {
                case "lookup of an empty slot", "lookup" -> Probe.errno(() -> user.lookup(Probe.u32(0)));
                case "put a perf event", "put it again" ->
                    Probe.errno(() -> ((PerfEventArray) map).attach(0, new PerfEvent(0, 8)));
                case "put it, flags 1" -> Probe.errno(() -> user.update(Probe.u32(0), Probe.u32(5), 1));
                case "put it, flags 2" -> Probe.errno(() -> user.update(Probe.u32(0), Probe.u32(5), 2));
                case "put it beyond the end" -> Probe.errno(() -> user.update(Probe.u32(2), Probe.u32(5), 0));
                case "put a file that is no event", "put a number that is no file" ->
                    Probe.errno(() -> user.update(Probe.u32(1), Probe.u32(999), 0));
                case "next key of none" -> user.nextKey(null) == null ? 2 : 0;
                case "next key of 0" -> user.nextKey(Probe.u32(0)) == null ? 2 : 0;
                case "next key of 1" -> user.nextKey(Probe.u32(1)) == null ? 2 : 0;
                case "delete", "delete again" -> Probe.errno(() -> user.delete(Probe.u32(0)));
                case "delete beyond the end" -> Probe.errno(() -> user.delete(Probe.u32(2)));
                default -> throw new IllegalStateException(row.toString());
            };
            if (errno != row.word("errno")) {
                wrong.add(row + " here " + errno);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(Errno.of(-524)).isEqualTo(Errno.ENOTSUPP);
    }
}
