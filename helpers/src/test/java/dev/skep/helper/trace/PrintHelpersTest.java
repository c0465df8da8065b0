package dev.skep.helper.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.helper.Probes;
import dev.skep.helper.TestMachine;
import dev.skep.kernel.trace.TraceLine;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formatting against the reference kernel's answers, format by format. */
class PrintHelpersTest {
    private static final int TRACE_PRINTK = 6;
    private static final int SNPRINTF = 165;
    private static final int TRACE_VPRINTK = 177;

    @Test
    void snprintfFormatsAsTheKernel() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Probes.Row row : Probes.rows("snprintf")) {
            TestMachine machine = new TestMachine();
            long size = row.number("size", 128);
            long buffer = machine.buffer(Math.max(size, 1));
            List<Long> arguments = new ArrayList<>();
            row.list("args").forEach(argument -> arguments.add(argument(machine, argument)));
            long data =
                    machine.array(arguments.stream().mapToLong(Long::longValue).toArray());
            long dataLen = row.number("data_len", 8L * arguments.size());
            long returned = machine.helper(SNPRINTF, buffer, size, machine.string(row.text("format")), data, dataLen);
            // what the verifier refuses, the helper refuses, too
            long expected = row.has("rejected") ? -row.number("rejected") : row.number("returns");
            if (returned != expected) {
                differences.add(row + ": returned " + returned);
            } else if (row.has("text")) {
                if (!machine.stringAt(buffer).equals(row.text("text"))) {
                    differences.add(row + ": " + machine.stringAt(buffer));
                }
            }
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(600);
    }

    private static long argument(TestMachine machine, Object argument) {
        if (argument instanceof BigInteger number) {
            return number.longValue();
        }
        String text = (String) argument;
        return text.startsWith("hex:")
                ? machine.memoryOf(HexFormat.of().parseHex(text.substring("hex:".length())))
                : machine.string(text);
    }

    @Test
    void tracePrintkFormatsAsTheKernel() {
        List<String> differences = new ArrayList<>();
        List<Probes.Row> rows = Probes.rows("trace_printk");
        for (Probes.Row row : rows) {
            TestMachine machine = new TestMachine();
            String format = row.text("format");
            long size = row.number("size", format.getBytes(StandardCharsets.ISO_8859_1).length + 1L);
            long[] r = new long[5];
            r[0] = machine.string(format);
            r[1] = size;
            for (int i = 0; i < row.list("args").size(); i++) {
                r[2 + i] = argument(machine, row.list("args").get(i));
            }
            long returned = machine.helper(TRACE_PRINTK, r);
            if (returned != row.number("returns")) {
                differences.add(row + ": returned " + returned);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(rows).hasSizeGreaterThan(25);
    }

    @Test
    void tracedLinesNameTheTaskTheCpuAndTheTime() {
        TestMachine machine = new TestMachine();
        machine.helper(TRACE_PRINTK, machine.string("%d of %s\n"), 10, 7, machine.string("nine"));
        assertThat(machine.kernel().trace().lines())
                .containsExactly(new TraceLine(1_000_000_000L, 0, "skep", 1000, "7 of nine"));
    }

    @Test
    void vprintkTakesTwelveValuesAndNoMore() {
        TestMachine machine = new TestMachine();
        String format = "%d ".repeat(12);
        long values = machine.array(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
        assertThat(machine.helper(TRACE_VPRINTK, machine.string(format), format.length() + 1, values, 12 * 8))
                .isEqualTo("1 2 3 4 5 6 7 8 9 10 11 12 ".length());
        assertThat(machine.helper(TRACE_VPRINTK, machine.string("%d"), 3, values, 13 * 8))
                .isEqualTo(-22);
        assertThat(machine.helper(TRACE_VPRINTK, machine.string("%d"), 3, 0, 8)).isEqualTo(-22);
        assertThat(machine.helper(TRACE_VPRINTK, machine.string("plain"), 6, 0, 0))
                .isEqualTo(5);
    }

    @Test
    void hidesPointersBehindTheSameNumberEachTime() {
        TestMachine machine = new TestMachine();
        long buffer = machine.buffer(64);
        machine.helper(SNPRINTF, buffer, 64, machine.string("%p %p %p"), machine.array(buffer, buffer, buffer + 1), 24);
        String[] shown = machine.stringAt(buffer).split(" ", -1);
        assertThat(shown[0]).matches("00000000[0-9a-f]{8}").isEqualTo(shown[1]).isNotEqualTo(shown[2]);
    }
}
