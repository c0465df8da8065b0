package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.LoadPseudo;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DisassemblerTest {
    private static final Map<Integer, String> HELPERS = Map.of(
            1, "bpf_map_lookup_elem", 2, "bpf_map_update_elem", 5, "bpf_ktime_get_ns", 211, "bpf_cgrp_storage_delete");

    private static final Disassembler DISASSEMBLER = new Disassembler(new Disassembler.Names() {
        @Override
        public String helper(int id) {
            return HELPERS.getOrDefault(id, "unknown");
        }

        @Override
        public String kfunc(CallKfunc call) {
            return "bpf_rdonly_cast";
        }

        @Override
        public String constant(LoadPseudo load) {
            return "0x" + Integer.toHexString(load.immediate());
        }
    });

    /**
     * The table of live registers of a 6.18 kernel's log shows instructions before they are checked: also what is then
     * rejected.
     */
    @Test
    void printsWhatTheKernelPrints() {
        List<String[]> rows = Resource.rows("kernel-6.18-disassembly.tsv");
        assertThat(rows).hasSizeGreaterThan(850);
        for (String[] row : rows) {
            Bytecode code = Bytecode.of(HexFormat.of().parseHex(row[0]));
            assertThat(DISASSEMBLER.text(code, 0)).as(row[0]).isEqualTo(row[1]);
        }
    }

    @Test
    void printsCallsOfSubprogramsAndKernelFunctions() {
        Bytecode code = Bytecode.of(List.of(
                new Instruction.CallSubprogram(3), new Instruction.CallSubprogram(-4), new CallKfunc(74_923, 0)));
        assertThat(DISASSEMBLER.listing(code)).isEqualTo("""
                0: (85) call pc+3
                1: (85) call pc-4
                2: (85) call bpf_rdonly_cast#74923
                """);
    }

    @Test
    void writesWhatTwoSlotLoadsStandForWhenNobodyResolvesThem() {
        Bytecode code = Bytecode.of(List.of(
                new LoadPseudo(Register.R1, PseudoSource.MAP_FD, 3, 0),
                new LoadPseudo(Register.R2, PseudoSource.MAP_VALUE, 4, 8),
                new LoadPseudo(Register.R3, PseudoSource.FUNC, -7, 0)));
        assertThat(new Disassembler(Disassembler.NAMELESS).listing(code)).isEqualTo("""
                0: (18) r1 = map[fd:3]
                2: (18) r2 = map[fd:4][0]+8
                4: (18) r3 = subprog[-7]
                """);
    }
}
