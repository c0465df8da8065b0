package dev.skep.isa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.isa.Instruction.Exit;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BytecodeProperties {
    /**
     * Eight random bytes, half of the time with an opcode that exists and with small fields, so that they mean
     * something.
     */
    @Provide
    Arbitrary<Long> slot() {
        Arbitrary<Encoding> rows = Arbitraries.of(Encoding.ALL);
        Arbitrary<Integer> field = Arbitraries.integers().between(-2, 0x111);
        Arbitrary<Long> likely = Combinators.combine(
                        rows, Arbitraries.integers().between(0, 0xff), field, field)
                .as((row, registers, offset, immediate) -> row.fill(
                                new RawInstruction(0, registers & 0xf, registers >>> 4, offset, immediate))
                        .toLong());
        return Arbitraries.oneOf(Arbitraries.longs(), likely, Arbitraries.of(0x18L, 0L, 0x7L << 32));
    }

    @Property(tries = 1_000)
    void encodingWhatWasDecodedGivesTheSameBytes(@ForAll("slots") List<Long> words) {
        Bytecode code = bytecode(words);
        assertThat(Bytecode.of(code.instructions())).isEqualTo(code);
    }

    @Property(tries = 1_000)
    void assemblingWhatWasDisassembledGivesTheSameInstructions(@ForAll("slots") List<Long> words) {
        // What the text does not say: slots that are no instruction, and which BTF a kernel function stands in.
        List<Instruction> instructions = bytecode(words).instructions().stream()
                .filter(instruction -> !(instruction instanceof Instruction.Invalid
                        || instruction instanceof Instruction.WideTail
                        || (instruction instanceof Instruction.CallKfunc call && call.descriptorIndex() != 0)
                        || (instruction instanceof Instruction.LoadPseudo load
                                && load.nextImmediate() != 0
                                && (load.kind() == PseudoSource.MAP_FD
                                        || load.kind() == PseudoSource.MAP_IDX
                                        || load.kind() == PseudoSource.FUNC))))
                .toList();
        Bytecode code = Bytecode.of(instructions);
        String text = new Disassembler(Disassembler.NAMELESS).listing(code);
        assertThat(Assembler.assemble(text)).as(text).isEqualTo(code);
    }

    @Property(tries = 1_000)
    void bytesComeBackAsTheyWere(@ForAll("slots") List<Long> words) {
        Bytecode code = bytecode(words);
        assertThat(Bytecode.of(code.toBytes())).isEqualTo(code);
        for (int slot = 0; slot < code.size(); slot++) {
            assertThat(code.raw(slot).toLong()).isEqualTo(words.get(slot));
            assertThat(new Disassembler(Disassembler.NAMELESS).text(code, slot)).isNotBlank();
        }
    }

    @Provide
    Arbitrary<List<Long>> slots() {
        return slot().list().ofMaxSize(12);
    }

    private static Bytecode bytecode(List<Long> words) {
        return Bytecode.of(words.stream()
                .mapToLong(word -> Bytecode.of(word).at(0) instanceof Exit ? word & 0xff : word)
                .toArray());
    }
}
