package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Instruction.Invalid;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every instruction form that there is, from a census of opcodes and of the field values that tell them apart. */
class CensusTest {
    private static final Pattern QUALIFIER = Pattern.compile("(off|imm|src)=(0x[0-9a-f]+|\\d+)\\b");

    private record Row(String name, Bytecode code, boolean internal) {}

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String[] cells : Resource.rows("census.tsv")) {
            if (!cells[0].startsWith("0x")) {
                continue;
            }
            int opcode = Integer.decode(cells[0]);
            int offset = 0;
            int immediate = 0;
            int src = 0;
            Matcher matcher = QUALIFIER.matcher(cells[1]);
            while (matcher.find()) {
                int value = Integer.decode(matcher.group(2));
                switch (matcher.group(1)) {
                    case "off" -> offset = value;
                    case "imm" -> immediate = value;
                    default -> src = value;
                }
            }
            long slot = new RawInstruction(opcode, 0, src, offset, immediate).toLong();
            Bytecode code = opcode == RawInstruction.LD_IMM64 ? Bytecode.of(slot, 0) : Bytecode.of(slot);
            rows.add(new Row(cells[0] + " " + cells[1] + " " + cells[2], code, cells[1].equals("internal")));
        }
        return rows;
    }

    @Test
    void everyFormDecodesAndEncodesBack() {
        List<Row> rows = rows();
        assertThat(rows).hasSize(205);
        for (Row row : rows) {
            List<Instruction> instructions = row.code().instructions();
            assertThat(instructions).as(row.name()).hasSize(1);
            assertThat(Bytecode.of(instructions)).as(row.name()).isEqualTo(row.code());
        }
    }

    @Test
    void onlyTheFormsThatTheKernelKeepsForItselfAreInvalid() {
        for (Row row : rows()) {
            assertThat(row.code().at(0) instanceof Invalid).as(row.name()).isEqualTo(row.internal());
        }
    }

    /** All but {@code callx}, and what the kernel makes itself while it rewrites a program. */
    @Test
    void theKernelKnowsTheOpcodesThatItsUsersMayLoad() {
        for (Row row : rows()) {
            boolean expected = !row.internal() && !row.name().startsWith("0x8d");
            assertThat(row.code().raw(0).isKnownToKernel()).as(row.name()).isEqualTo(expected);
        }
    }

    @Test
    void noTwoFormsLookTheSame() {
        Disassembler disassembler = new Disassembler(Disassembler.NAMELESS);
        assertThat(rows().stream().map(row -> disassembler.text(row.code(), 0)))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("\\([0-9a-f]{2}\\) \\S.*|BUG_.*"));
    }

    @Test
    void everyFormAssemblesFromItsDisassembly() {
        Disassembler disassembler = new Disassembler(Disassembler.NAMELESS);
        for (Row row : rows()) {
            if (!row.internal()) {
                assertThat(Assembler.assemble(disassembler.listing(row.code())))
                        .as(row.name())
                        .isEqualTo(row.code());
            }
        }
    }

    @Test
    void everyEncodingIsInTheCensus() {
        List<Instruction> forms = rows().stream().map(row -> row.code().at(0)).toList();
        List<Encoding> missing = Encoding.ALL.stream()
                .filter(row -> !(row.form() instanceof Instruction.WideTail))
                .filter(row -> !forms.contains(row.form()))
                // The census has no row for one operand of the cast.
                .filter(row -> !(row.form() instanceof Instruction.CastAddressSpace))
                .toList();
        assertThat(missing).isEmpty();
    }
}
