package dev.skep.helper.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.BtfKind;
import dev.skep.helper.Probes;
import dev.skep.helper.TestMachine;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What {@code bpf_snprintf_btf} writes, against the probe {@code snprintf_btf}. */
class TypedTextTest {
    private static final int SNPRINTF_BTF = 149;
    private static final int BUFFER = 1024;
    private static final int FEWEST_ROWS = 700;

    @Test
    void writesWhatTheKernelWrites() {
        int seen = 0;
        for (Probes.Row row : Probes.rows("snprintf_btf")) {
            TestMachine machine = new TestMachine();
            BtfKind kind = BtfKind.valueOf(row.text("kind").toUpperCase(Locale.ROOT));
            OptionalInt type = machine.kernel().btf().find(row.text("name"), kind);
            if (type.isEmpty()) {
                continue; // the types that come along are not all of the kernel's
            }
            long size = row.number("size", BUFFER);
            long text = machine.buffer(Math.max(size, 1));
            long pointer = machine.buffer(16);
            machine.memory().writeLong(pointer, machine.memoryOf(HexFormat.of().parseHex(row.text("data"))));
            machine.memory().writeInt(pointer + 8, type.getAsInt());
            machine.memory().writeInt(pointer + 12, (int) row.number("btf_ptr.flags", 0));
            long result = machine.helper(SNPRINTF_BTF, text, size, pointer, 16, row.number("flags"));
            assertThat(result).as("%s", row).isEqualTo(row.number("returns"));
            if (row.has("text")) {
                byte[] expected = row.text("text").getBytes(StandardCharsets.ISO_8859_1);
                assertThat(machine.stringAt(text))
                        .as("%s", row)
                        .isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
            }
            seen++;
        }
        assertThat(seen).isGreaterThan(FEWEST_ROWS);
    }
}
