package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MapCreationTest {

    @Test
    void everyDefinitionGetsTheKernelsErrno() {
        List<Json> rows = Probe.rows("map_create");
        List<String> wrong = new ArrayList<>();
        Map<String, MapSpec> plain = new HashMap<>();
        Kernel kernel = Probe.kernel();
        for (Json row : rows) {
            MapSpec spec = plain.computeIfAbsent(row.text("type"), Probe::plain);
            MapSpec changed = change(spec, row);
            Kernel current = kernel;
            int errno = Probe.errno(() -> current.maps().create(changed));
            kernel = current.memory().end() - AddressSpace.BASE > 64 << 20 ? Probe.kernel() : current;
            if (errno != row.word("errno")) {
                wrong.add(row + " here " + errno);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).hasSizeGreaterThan(3000);
    }

    private static MapSpec change(MapSpec plain, Json row) {
        MapSpec spec = plain;
        if (row.has("key")) {
            spec = spec.withKeySize(row.word("key"));
        }
        if (row.has("value")) {
            spec = spec.withValueSize(row.word("value"));
        }
        if (row.has("entries")) {
            spec = spec.withMaxEntries(row.word("entries"));
        }
        if (row.has("flags")) {
            spec = spec.withFlags(row.word("flags"));
        }
        if (row.has("extra")) {
            spec = spec.withExtra(row.get("extra").number());
        }
        return row.has("node") ? spec.withNumaNode(row.word("node")) : spec;
    }

    @Test
    void onlyMapsLikeTheTemplateBecomeInnerMaps() {
        List<Json> rows = Probe.rows("map_inner");
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (Json row : rows) {
            if (!Candidates.ALL.containsKey(row.text("inner"))) {
                continue; // descriptors that are no maps; there are none here
            }
            Kernel kernel = Probe.kernel();
            MapSpec outer = Probe.plain(row.text("type")).withFlags(0).withInner(candidate(row.text("inner")));
            List<BpfMap> made = new ArrayList<>();
            int errno = Probe.errno(() -> made.add(kernel.maps().create(outer)));
            if (errno != row.word("errno")) {
                wrong.add(row.get("type") + " of " + row.get("inner") + " here " + errno);
            }
            asked++;
            if (!row.has("then") || made.isEmpty()) {
                continue;
            }
            for (Map.Entry<String, Json> other : row.get("then").members().entrySet()) {
                BpfMap later = kernel.maps().create(candidate(other.getKey()));
                int put = Probe.errno(
                        () -> made.getFirst().syscall().update(new byte[4], Probe.u32(later.id()), UpdateFlags.ANY));
                if (put != other.getValue().word()) {
                    wrong.add(row.get("type") + " of " + row.get("inner") + ", " + other + " here " + put);
                }
                asked++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(800);
    }

    private static MapSpec candidate(String name) {
        return Objects.requireNonNull(Candidates.ALL.get(name));
    }

    /** The definitions of the probe, by its names for them. */
    private static final class Candidates {
        static final Map<String, MapSpec> ALL = new HashMap<>();

        static {
            put("array 8x4", MapType.ARRAY, 4, 8, 4, 0);
            put("array 8x5", MapType.ARRAY, 4, 8, 5, 0);
            put("array 16x4", MapType.ARRAY, 4, 16, 4, 0);
            put("array 8x4 inner_map", MapType.ARRAY, 4, 8, 4, MapFlags.INNER_MAP);
            put("array 8x5 inner_map", MapType.ARRAY, 4, 8, 5, MapFlags.INNER_MAP);
            put("array 8x4 rdonly_prog", MapType.ARRAY, 4, 8, 4, MapFlags.RDONLY_PROG);
            put("percpu_array 8x4", MapType.PERCPU_ARRAY, 4, 8, 4, 0);
            put("hash 4/8x4", MapType.HASH, 4, 8, 4, 0);
            put("hash 4/8x5", MapType.HASH, 4, 8, 5, 0);
            put("hash 4/8x4 no_prealloc", MapType.HASH, 4, 8, 4, MapFlags.NO_PREALLOC);
            put("hash 8/8x4", MapType.HASH, 8, 8, 4, 0);
            put("lru_hash 4/8x4", MapType.LRU_HASH, 4, 8, 4, 0);
            put("queue", MapType.QUEUE, 0, 8, 4, 0);
            put("lpm_trie", MapType.LPM_TRIE, 8, 8, 4, MapFlags.NO_PREALLOC);
            put("ringbuf 4096", MapType.RINGBUF, 0, 0, 4096, 0);
            put("ringbuf 8192", MapType.RINGBUF, 0, 0, 8192, 0);
            put("prog_array", MapType.PROG_ARRAY, 4, 4, 4, 0);
            put("perf_event_array", MapType.PERF_EVENT_ARRAY, 4, 4, 4, 0);
            put("devmap", MapType.DEVMAP, 4, 4, 4, 0);
            put("bloom_filter", MapType.BLOOM_FILTER, 0, 8, 4, 0);
            ALL.put("array_of_maps", Probe.plain("array_of_maps"));
            ALL.put("hash_of_maps", Probe.plain("hash_of_maps"));
        }

        private static void put(String name, MapType type, int key, int value, int entries, int flags) {
            ALL.put(name, MapSpec.of(name, type, key, value, entries).withFlags(flags));
        }
    }

    @Test
    void aTypeThatIsNotSimulatedIsRefusedByName() {
        MapSpec spec = MapSpec.of("nothing", MapType.UNSPEC, 4, 8, 1);

        assertThatThrownBy(() -> Probe.kernel().maps().create(spec))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("UNSPEC")
                .extracting(e -> ((KernelException) e).errno())
                .isEqualTo(Errno.EINVAL);
    }

    @Test
    void structBpfMapSaysWhatTheMapIs() {
        Kernel kernel = Probe.kernel();
        BpfMap map = kernel.maps().create(MapSpec.of("a_name_that_is_too_long", MapType.HASH, 12, 40, 1000));

        long address = map.address();

        assertThat(kernel.memory().readInt(address + BpfMap.TYPE_OFFSET)).isEqualTo(1);
        assertThat(kernel.memory().readInt(address + BpfMap.KEY_SIZE_OFFSET)).isEqualTo(12);
        assertThat(kernel.memory().readInt(address + BpfMap.VALUE_SIZE_OFFSET)).isEqualTo(40);
        assertThat(kernel.memory().readInt(address + BpfMap.MAX_ENTRIES_OFFSET)).isEqualTo(1000);
        assertThat(new String(kernel.memory().bytes(address + BpfMap.NAME_OFFSET, 16), StandardCharsets.UTF_8))
                .isEqualTo("a_name_that_is_\0");
        assertThat(kernel.maps().byAddress(address)).isSameAs(map);
        assertThat(kernel.maps().byId(map.id())).isSameAs(map);
    }

    @Test
    void noOtherAddressIsAMap() {
        Kernel kernel = Probe.kernel();
        BpfMap map = kernel.maps().create(MapSpec.of("m", MapType.ARRAY, 4, 8, 1));

        assertThat(kernel.maps().byAddress(0)).isNull();
        assertThat(kernel.maps().byAddress(-1)).isNull();
        assertThat(kernel.maps().byAddress(map.address() + 8)).isNull();
        assertThat(kernel.maps().byAddress(kernel.memory().end() - 8)).isNull();
    }
}
