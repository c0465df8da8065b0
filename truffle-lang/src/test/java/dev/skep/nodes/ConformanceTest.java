package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.debug.ProgramFault;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.program.ProgramType;
import dev.skep.language.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The vectors of the public bpf_conformance suite, without the verifier, in the mode of this run. */
class ConformanceTest {
    private static final String VECTORS = "/fixtures/conformance/bpf_conformance.jsonl";
    private static final int VECTOR_COUNT = 313;
    private static final Pattern LINE = Pattern.compile(
            "\\{\"name\": \"([^\"]+)\", \"insns\": \"([0-9a-f]+)\", \"mem\": \"([0-9a-f]*)\", \"expected\": ([0-9]+), .*}");

    private record Vector(String name, Bytecode code, byte[] memory, long expected) {
        static Vector parse(String line) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as(line).isTrue();
            return new Vector(
                    matcher.group(1),
                    Bytecode.of(HexFormat.of().parseHex(matcher.group(2))),
                    HexFormat.of().parseHex(matcher.group(3)),
                    Long.parseUnsignedLong(matcher.group(4)));
        }

        /** The kernel does not know the instruction and refuses the program: {@code unknown opcode 8d}. */
        boolean usesCallx() {
            return name.equals("callx");
        }
    }

    @Test
    void allVectorsGiveTheirResultAndCallxCallsNoHelper() throws IOException {
        List<Vector> vectors = vectors();
        assertThat(vectors).hasSize(VECTOR_COUNT);
        assertThat(vectors.stream().filter(Vector::usesCallx)).hasSize(1);
        try (Engine engine = Engine.open()) {
            for (Vector vector : vectors) {
                LoadedProgram program = engine.load(vector.name, ProgramType.XDP, vector.code);
                if (vector.usesCallx()) {
                    assertThatExceptionOfType(ProgramFault.class)
                            .isThrownBy(() -> program.run(engine.invocation(program)))
                            .withMessageContaining("call of 0000000000000005, where no function begins");
                } else {
                    check(engine, program, vector);
                }
            }
        }
    }

    private static void check(Engine engine, LoadedProgram program, Vector vector) {
        long memory = place(engine.kernel, vector.memory);
        assertThat(program.run(engine.invocation(program), memory, vector.memory.length))
                .as(vector.name)
                .isEqualTo(vector.expected);
        if (Engine.expectedMode() == Mode.COMPILED) {
            engine.compile(program);
            engine.kernel.memory().write(memory, vector.memory);
            assertThat(program.run(engine.invocation(program), memory, vector.memory.length))
                    .as(vector.name + ", compiled")
                    .isEqualTo(vector.expected);
            assertThat(program.code().callTargets())
                    .as(vector.name + " was compiled")
                    .isNotEmpty()
                    .allMatch(CompiledCode::isCompiled);
        }
    }

    private static long place(Kernel kernel, byte[] bytes) {
        long address = kernel.memory().allocate(Math.max(bytes.length, 1), 8, "memory of a vector");
        kernel.memory().write(address, bytes);
        return address;
    }

    private static List<Vector> vectors() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConformanceTest.class.getResourceAsStream(VECTORS), VECTORS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Vector::parse)
                    .toList();
        }
    }
}
