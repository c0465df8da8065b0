package dev.skep.helper.string;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.helper.Probes;
import dev.skep.helper.TestMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers out of strings and comparisons against the reference kernel's answers. */
class StringHelpersTest {
    private static final int STRTOL = 105;
    private static final int STRTOUL = 106;
    private static final int STRNCMP = 182;
    private static final long UNTOUCHED = 0x1111111111111111L;

    @Test
    void strtolAndStrtoulReadAsTheKernel() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        TestMachine machine = new TestMachine();
        for (Probes.Row row : Probes.rows("strtol")) {
            if (row.has("rejected")) {
                continue;
            }
            byte[] data = bytes(row, "data");
            long number = machine.array(UNTOUCHED);
            int helper = row.text("helper").equals("strtol") ? STRTOL : STRTOUL;
            long flags = row.number("flags");
            long returned = machine.helper(helper, machine.memoryOf(data), data.length, flags, number);
            long found = machine.memory().readLong(number);
            if (returned != row.number("returns") || found != row.number("number")) {
                differences.add(row + ": " + returned + ", " + found);
            }
            compared++;
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(400);
    }

    @Test
    void strncmpComparesAsTheKernel() {
        List<String> differences = new ArrayList<>();
        TestMachine machine = new TestMachine();
        List<Probes.Row> rows = Probes.rows("strncmp");
        for (Probes.Row row : rows) {
            long first = machine.memoryOf(terminated(bytes(row, "s1")));
            long second = machine.memoryOf(terminated(bytes(row, "s2")));
            long returned = machine.helper(STRNCMP, first, row.number("size"), second);
            if (returned != row.number("returns")) {
                differences.add(row + ": " + returned);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(rows).hasSizeGreaterThan(100);
    }

    private static byte[] bytes(Probes.Row row, String field) {
        return HexFormat.of().parseHex(row.text(field));
    }

    private static byte[] terminated(byte[] text) {
        return Arrays.copyOf(text, text.length + 1);
    }
}
