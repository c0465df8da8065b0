package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Bytecode;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random programs and what a 6.18 kernel said about them up to the table of live registers, or up to their end when it
 * did not come so far: functions, errors, numbers of loops, registers.
 */
class KernelAgreementTest {
    @Test
    void saysWhatTheKernelSaysBeforeItWalksThePaths() {
        List<String[]> rows = Resource.rows("kernel-6.18-structure.tsv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(400);
        for (String[] row : rows) {
            Bytecode code = Bytecode.of(HexFormat.of().parseHex(row[1]));
            Examination examination = Examination.of(row[0], code, List.of());
            assertThat(examination.log()).as(row[1]).isEqualTo(unescaped(row[3]).stripTrailing());
            assertThat(examination.errno()).as(row[1]).isEqualTo(Integer.parseInt(row[2]));
        }
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\\\", "\\");
    }
}
