package dev.skep.kernel.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class QueueStackMapTest {
    private static final byte[] NO_KEY = {};

    @Test
    void stepsGiveWhatTheKernelGives() {
        List<Json> rows = Probe.rows("map_queues");
        for (Json row : rows) {
            Kernel kernel = Probe.kernel();
            BpfMap map = kernel.maps().create(Probe.plain(row.text("type")));
            boolean program = row.text("side").equals("program");
            List<String> rest = new ArrayList<>();
            for (Json step : row.get("steps").items()) {
                if (step.text("do").equals("pop of an empty one")) {
                    for (int left = row.get("rest").items().size(); left > 0; left--) {
                        rest.add(Probe.hex(map.syscall().lookupAndDelete(NO_KEY, 0)));
                    }
                }
                if (!step.get("errno").isText()) {
                    String expected = step.word("errno") + (step.has("value") ? " " + step.text("value") : "");
                    assertThat(answer(map, program, step.text("do")))
                            .as(row + " " + step)
                            .isEqualTo(expected);
                }
            }
            assertThat(rest).as(row.toString()).isEqualTo(Probe.texts(row.get("rest")));
        }
        assertThat(rows).hasSize(4);
    }

    private static String answer(BpfMap map, boolean program, String step) {
        MapSyscalls user = map.syscall();
        String[] words = step.split(" ", -1);
        if (words[0].equals("push")) {
            long flags = step.contains("flags") ? Long.parseLong(words[3]) : 0;
            byte[] value = Probe.u64(Long.parseLong(words[1]));
            return program
                    ? String.valueOf(-map.push(Probe.put(map.kernel(), value), flags))
                    : String.valueOf(Probe.errno(() -> user.update(NO_KEY, value, flags)));
        }
        if (program && !step.contains("empty")) {
            long buffer = Probe.put(map.kernel(), new byte[8]);
            return String.valueOf(-(step.equals("pop") ? map.pop(buffer) : map.peek(buffer)));
        }
        return switch (step) {
            case "peek" -> value(() -> user.lookup(NO_KEY));
            case "pop" -> value(() -> user.lookupAndDelete(NO_KEY, 0));
            case "peek of an empty one" -> value(() -> user.lookup(NO_KEY));
            case "pop of an empty one" -> value(() -> user.lookupAndDelete(NO_KEY, 0));
            case "peek with flags 4" -> value(() -> user.lookup(NO_KEY, 4));
            case "pop with flags 4" -> value(() -> user.lookupAndDelete(NO_KEY, 4));
            case "next key" -> String.valueOf(Probe.errno(() -> user.nextKey(null)));
            case "delete" -> String.valueOf(Probe.errno(() -> user.delete(NO_KEY)));
            case "update with a key" -> String.valueOf(Probe.errno(() -> user.update(new byte[1], new byte[8], 0)));
            default -> throw new IllegalStateException(step);
        };
    }

    private static String value(Supplier<byte[]> lookup) {
        List<byte[]> found = new ArrayList<>();
        int errno = Probe.errno(() -> found.add(lookup.get()));
        return errno == 0 ? "0 " + Probe.hex(found.getFirst()) : String.valueOf(errno);
    }
}
