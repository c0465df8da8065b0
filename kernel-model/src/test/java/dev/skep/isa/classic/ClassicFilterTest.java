package dev.skep.isa.classic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClassicFilterTest {
    private static final ClassicInstruction RET_0 = new ClassicInstruction(0x06, 0, 0, 0);

    private static List<ClassicInstruction> filter(ClassicInstruction... instructions) {
        return List.of(instructions);
    }

    /** What {@code tcpdump -ddd ip} prints for Ethernet. */
    @Test
    void translatesAFilterForIp() {
        Bytecode code = ClassicFilter.translate(filter(
                new ClassicInstruction(0x28, 0, 0, 12),
                new ClassicInstruction(0x15, 0, 1, 0x800),
                new ClassicInstruction(0x06, 0, 0, 262_144),
                RET_0));
        // By hand: r6 = r1; w0 = 0; w7 = 0; r0 = *(u16 *)skb[12]; if w0 == 0x800 goto +1; goto +2; w0 = 262144; exit;
        // w0 = 0; exit
        assertThat(HexFormat.of().formatHex(code.toBytes()))
                .isEqualTo("bf16000000000000" + "b400000000000000" + "b407000000000000" + "280000000c000000"
                        + "1600010000080000" + "0500020000000000" + "b400000000000400" + "9500000000000000"
                        + "b400000000000000" + "9500000000000000");
    }

    @Test
    void readsInstructionsAsTheyLieInMemory() {
        assertThat(ClassicInstruction.read(HexFormat.of().parseHex("1500010200080000")))
                .containsExactly(new ClassicInstruction(0x15, 1, 2, 0x800));
    }

    @ParameterizedTest
    @CsvSource({
        "0x34, 0, 0, 0, division by zero",
        "0x94, 0, 0, 0, division by zero",
        "0x64, 0, 0, 32, shift by 32 or more",
        "0x74, 0, 0, -1, shift by 32 or more",
        "0x05, 0, 0, 1, jump past the end",
        "0x05, 0, 0, -1, jump past the end",
        "0x15, 1, 0, 0, jump past the end",
        "0x15, 0, 1, 0, jump past the end",
        "0x60, 0, 0, 16, there are 16 words of scratch memory",
        "0x02, 0, 0, 16, there are 16 words of scratch memory",
        "0x60, 0, 0, 0, scratch memory is read before it is written",
        "0x20, 0, 0, 0xfffff004, ",
        "0x20, 0, 0, 0xfffff001, unknown ancillary load",
        "0x20, 0, 0, 0xfffff034, ancillary load SKF_AD_PAY_OFFSET is not supported",
        "0xff, 0, 0, 0, unknown instruction",
        "0x8c, 0, 0, 0, unknown arithmetic",
        "0x84, 0, 0, 0, "
    })
    void refusesWhatTheKernelRefuses(String code, int jt, int jf, String k, String problem) {
        List<ClassicInstruction> filter =
                filter(new ClassicInstruction(Integer.decode(code), jt, jf, (int) (long) Long.decode(k)), RET_0);
        if (problem == null) {
            assertThat(ClassicFilter.translate(filter).size()).isGreaterThan(4);
        } else {
            assertThatThrownBy(() -> ClassicFilter.translate(filter))
                    .isInstanceOf(InvalidClassicFilterException.class)
                    .hasMessage("classic instruction 0: " + problem);
        }
    }

    @Test
    void aFilterReturnsAtItsEnd() {
        assertThatThrownBy(() -> ClassicFilter.translate(filter(new ClassicInstruction(0x00, 0, 0, 1))))
                .hasMessage("classic instruction 0: the last instruction does not return");
        assertThatThrownBy(() -> ClassicFilter.translate(List.of()))
                .hasMessage("classic instruction 0: 0 instructions, expected 1 to 4096");
    }

    /** Scratch memory counts as written only where every path wrote it. */
    @Test
    void oneUnwrittenPathIsEnoughToRefuse() {
        List<ClassicInstruction> filter = filter(
                new ClassicInstruction(0x15, 1, 0, 5),
                new ClassicInstruction(0x02, 0, 0, 3),
                new ClassicInstruction(0x60, 0, 0, 3),
                RET_0);
        assertThatThrownBy(() -> ClassicFilter.translate(filter))
                .hasMessage("classic instruction 2: scratch memory is read before it is written");
    }

    @Test
    void theLongestFilterStillReachesItsEnd() {
        List<ClassicInstruction> filter = new ArrayList<>();
        filter.add(new ClassicInstruction(0x05, 0, 0, 4094));
        for (int i = 0; i < 4094; i++) {
            filter.add(new ClassicInstruction(0xb1, 0, 0, 14));
        }
        filter.add(RET_0);
        Bytecode code = ClassicFilter.translate(filter);
        assertThat(code.at(3)).isEqualTo(new Instruction.Jump(4094 * 6));
        assertThat(code.at(4 + 4094 * 6 + 1)).isEqualTo(new Instruction.Exit());
    }

    /** Whatever eight bytes say, they are refused by name or become instructions that exist. */
    @Property(seed = "2026")
    void hostileFiltersAreTranslatedOrRefused(@ForAll @Size(max = 256) byte[] bytes) {
        List<ClassicInstruction> filter =
                new ArrayList<>(ClassicInstruction.read(java.util.Arrays.copyOf(bytes, bytes.length & ~7)));
        filter.add(RET_0);
        try {
            assertThat(ClassicFilter.translate(filter).instructions())
                    .noneMatch(instruction -> instruction instanceof Instruction.Invalid);
        } catch (InvalidClassicFilterException e) {
            assertThat(e).hasMessageStartingWith("classic instruction ");
        }
    }
}
