package dev.skep.verifier.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Assembler;
import dev.skep.isa.Bytecode;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReservedFieldsTest {
    /**
     * Each opcode with random fields, as the last line of a 6.18 kernel's log put it; empty where it saw no reason to
     * complain.
     */
    @Test
    void complainsAsTheKernelDoes() {
        List<String[]> rows = Resource.rows("kernel-6.18-reserved-fields.tsv");
        assertThat(rows).hasSizeGreaterThan(1_700);
        for (String[] row : rows) {
            Bytecode code = Bytecode.of(HexFormat.of().parseHex(row[0]));
            String complaint = Objects.requireNonNullElse(ReservedFields.complaint(code.raw(0)), "");
            assertThat(complaint).as(row[0]).isEqualTo(row[1]);
        }
    }

    @Test
    void castsLeadFromOneOfTwoAddressSpacesToTheOther() {
        assertThat(castComplaint(0, 1)).isNull();
        assertThat(castComplaint(1, 0)).isNull();
        assertThat(castComplaint(1, 3))
                .isEqualTo("addr_space_cast insn can only convert between address space 1 and 0");
    }

    private static @Nullable String castComplaint(int to, int from) {
        Bytecode code = Assembler.assemble("r1 = addr_space_cast(r2, %d, %d)".formatted(to, from));
        return ReservedFields.complaint(code.raw(0));
    }
}
