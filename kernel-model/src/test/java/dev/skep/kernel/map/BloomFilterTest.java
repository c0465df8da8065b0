package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BloomFilterTest {
    private static final byte[] NO_KEY = {};

    @Test
    void theSameValuesSeemToBeInAsInTheKernelsFilter() {
        List<Json> rows = Probe.rows("bloom_filter");
        List<byte[]> values = List.of();
        int filters = 0;
        for (Json row : rows) {
            if (row.has("steps")) {
                continue;
            }
            filters++;
            if (!row.get("values").isText()) {
                values = Probe.texts(row.get("values")).stream().map(Probe::hex).toList();
            }
            MapSpec spec = MapSpec.of("probe", MapType.BLOOM_FILTER, 0, row.word("value_size"), row.word("entries"))
                    .withExtra(row.word("hashes"));
            BpfMap map = Probe.kernel().maps().create(spec);
            values.subList(0, row.word("put")).forEach(value -> map.syscall().update(NO_KEY, value, UpdateFlags.ANY));
            StringBuilder found = new StringBuilder();
            values.forEach(value -> found.append(map.syscall().mayContain(value) ? '1' : '0'));
            assertThat(found).as(row.toString()).hasToString(row.text("found"));
        }
        assertThat(filters).isGreaterThanOrEqualTo(180);
    }

    @Test
    void whatAFilterCannotDoHasTheKernelsErrno() {
        List<Json> steps = Probe.rows("bloom_filter").getLast().get("steps").items();
        BpfMap map = Probe.kernel().maps().create(MapSpec.of("probe", MapType.BLOOM_FILTER, 0, 4, 2));
        MapSyscalls user = map.syscall();
        byte[] value = {'a', 'b', 'c', 'd'};
        List<String> wrong = new ArrayList<>();
        for (Json step : steps) {
            int errno = switch (step.text("do")) {
                case "peek before any", "lookup" -> user.mayContain(value) ? 0 : 2;
                case "update flags 1" -> Probe.errno(() -> user.update(NO_KEY, value, 1));
                case "update flags 2" -> Probe.errno(() -> user.update(NO_KEY, value, 2));
                case "update flags 4" -> Probe.errno(() -> user.update(NO_KEY, value, 4));
                case "update flags 0" -> Probe.errno(() -> user.update(NO_KEY, value, 0));
                case "lookup flags 4" -> Probe.errno(() -> user.lookup(NO_KEY, 4));
                case "delete" -> Probe.errno(() -> user.delete(NO_KEY));
                case "next key" -> Probe.errno(() -> user.nextKey(null));
                case "lookup and delete" -> Probe.errno(() -> user.lookupAndDelete(NO_KEY, 0));
                case "update with a key" -> Probe.errno(() -> user.update(new byte[4], value, 0));
                default -> throw new IllegalStateException(step.toString());
            };
            if (errno != step.word("errno")) {
                wrong.add(step + " here " + errno);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
