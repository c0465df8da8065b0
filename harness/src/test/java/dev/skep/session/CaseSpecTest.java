package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseSpecTest {
    private static final String FULL = """
            {"id": "full", "prog_type": "xdp", "attach": 37, "prog_flags": 1, "license": "MIT",
             "insns": "b7000000020000009500000000000000",
             "maps": [{"type": 2, "key": 4, "value": 8, "max": 3, "init": [["00000000", "0100000000000000"]], "frozen": 1},
                      {"type": 12, "inner": {"type": 1, "key": 2}}],
             "kfuncs": [[3, "bpf_iter_num_new"]], "data_in": "00 01 02", "run": true}""".replace("\n", "");

    @Test
    void readsEveryMember() {
        CaseSpec spec = CaseSpec.parse("cases.jsonl:1", FULL);
        assertThat(spec.id()).isEqualTo("full");
        assertThat(spec.type()).isEqualTo(ProgramType.XDP);
        assertThat(spec.code().size()).isEqualTo(2);
        assertThat(spec.maps()).hasSize(2);
        assertThat(spec.maps().get(0).frozen()).isEqualTo(CaseSpec.Frozen.YES);
        assertThat(spec.maps().get(0).spec().maxEntries()).isEqualTo(3);
        assertThat(spec.maps().get(0).init()).hasSize(1);
        assertThat(Objects.requireNonNull(spec.maps().get(1).spec().inner()).type())
                .isEqualTo(MapType.HASH);
        assertThat(spec.kfuncs()).containsExactly(new CaseSpec.CaseKfunc(3, "bpf_iter_num_new"));
        assertThat(spec.dataIn()).containsExactly(0, 1, 2);
        assertThat(spec.memory()).isNull();
        assertThat(spec.run()).isEqualTo(CaseSpec.Run.ASKED_FOR);
    }

    @Test
    void readsEveryVectorOfTheConformanceSuite() throws IOException {
        List<String> lines;
        try (InputStream stream =
                CaseSpecTest.class.getResourceAsStream("/fixtures/conformance/bpf_conformance.jsonl")) {
            lines = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(lines).hasSize(313);
        for (String line : lines) {
            assertThat(CaseSpec.parse("line", line).code().size()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | expected a JSON object",
                "{} x | no JSON",
                "{\"insns\": 3} | insns is 3, expected a text",
                "{\"insns\": \"b7\"} | insns is b7, expected instructions of eight bytes each",
                "{\"insns\": \"xyz\"} | insns is xyz, expected an even number of hex digits",
                "{\"prog_type\": \"xpd\"} | prog_type is xpd, expected a number of enum bpf_prog_type, or a name like xdp",
                "{\"prog_type\": 77} | prog_type is 77, expected a number of enum bpf_prog_type, or a name like xdp",
                "{\"prog_type\": \"classic\", \"insns\": \"ff00000000000000\"} | classic instruction 0: unknown instruction",
                "{\"maps\": [{\"type\": 99}]} | maps[0]: type is 99, expected the number of a map type that this kernel has",
                "{\"maps\": [{\"init\": [[1]]}]} | init is [[1]], expected a list of [key, value]",
                "{\"func_info\": \"00\"} | func_info is 00, expected records of 8 bytes each",
                "{\"data_in\": \"0\"} | data_in is 0, expected an even number of hex digits",
            })
    void saysWhatItExpected(String line, String message) {
        assertThatThrownBy(() -> CaseSpec.parse("cases.jsonl:7", line))
                .isInstanceOf(MalformedCaseException.class)
                .hasMessageStartingWith("cases.jsonl:7")
                .hasMessageContaining(message);
    }

    @Test
    void mutatedLinesAreReadOrRefusedByName() {
        Random random = new Random(7);
        byte[] original = FULL.getBytes(StandardCharsets.ISO_8859_1);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            byte[] mutated = original.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                mutated[random.nextInt(mutated.length)] = (byte) (32 + random.nextInt(95));
            }
            try {
                CaseSpec.parse("line", new String(mutated, StandardCharsets.ISO_8859_1));
            } catch (MalformedCaseException | MalformedBtfException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 4_000);
    }
}
