package dev.skep.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.debug.ProgramFault;
import dev.skep.helper.NotBuiltException;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.language.Mode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** No bytes that are run as a program do more than return a number or be stopped. */
class RandomProgramsTest {
    private static final long BUDGET = 20_000;
    /** Opcodes that mean something, so that random programs get somewhere; all others come in by themselves. */
    private static final List<Integer> OPCODES = List.of(
            0x07, 0x0f, 0x17, 0x1f, 0x27, 0x37, 0x3f, 0x47, 0x57, 0x67, 0x77, 0x87, 0x97, 0xa7, 0xb7, 0xbf, 0xc7, 0xd7,
            0x04, 0x0c, 0x34, 0x64, 0x94, 0xb4, 0xbc, 0xc4, 0xd4, 0xdc, 0x05, 0x06, 0x15, 0x1d, 0x25, 0x55, 0x65, 0xa5,
            0xb5, 0xe5, 0x16, 0x56, 0x61, 0x62, 0x63, 0x69, 0x71, 0x79, 0x7a, 0x7b, 0x81, 0x89, 0x91, 0xc3, 0xdb, 0x18,
            0x20, 0x40, 0x85, 0x8d, 0x95);

    @SuppressWarnings("NullAway.Init")
    private static Engine engine;

    @BeforeContainer
    static void open() {
        engine = new Engine(KernelConfig.reference().withInstructionBudget(BUDGET));
    }

    @AfterContainer
    static void close() {
        engine.close();
    }

    @Property(tries = 3000)
    void randomBytesReturnOrAreStopped(@ForAll("anyBytes") long[] slots) {
        assertThat(outcome(Bytecode.of(slots))).isNotNull();
    }

    @Property(tries = 3000)
    void randomInstructionsReturnOrAreStopped(@ForAll("likelyInstructions") long[] slots) {
        assertThat(outcome(Bytecode.of(slots))).isNotNull();
    }

    @Property(tries = 60)
    void compiledCodeDoesWhatTheInterpreterDoes(@ForAll("likelyInstructions") long[] slots) {
        Bytecode code = Bytecode.of(slots);
        LoadedProgram program = load(code);
        if (program == null || Engine.expectedMode() == Mode.INTERPRETED) {
            return;
        }
        AddressSpace memory = engine.kernel.memory();
        run(program);
        long first = AddressSpace.BASE + AddressSpace.PAGE_SIZE;
        byte[] before = memory.bytes(first, (int) (memory.end() - first));
        String interpreted = run(program);
        engine.compile(program);
        memory.write(first, before);
        assertThat(run(program)).isEqualTo(interpreted);
    }

    @Provide
    Arbitrary<long[]> anyBytes() {
        return Arbitraries.longs().array(long[].class).ofMinSize(1).ofMaxSize(40);
    }

    @Provide
    Arbitrary<long[]> likelyInstructions() {
        Arbitrary<Long> likely =
                Arbitraries.longs().flatMap(raw -> Arbitraries.of(OPCODES).map(opcode -> tame(raw, opcode)));
        return likely.array(long[].class).ofMinSize(4).ofMaxSize(60);
    }

    /**
     * Keeps registers to those that exist, and offsets and constants small, so that one instruction follows another.
     */
    private static long tame(long raw, int opcode) {
        long dst = Long.remainderUnsigned(raw >>> 8 & 0xff, 11);
        long src = opcode == 0x85 ? raw >>> 16 & 1 : Long.remainderUnsigned(raw >>> 16 & 0xff, 11);
        long offset = (short) (raw >> 24) % 8;
        long immediate = (int) (raw >> 32) % 16;
        return opcode | dst << 8 | src << 12 | (offset & 0xffff) << 16 | immediate << 32;
    }

    private static String outcome(Bytecode code) {
        LoadedProgram program = load(code);
        return program == null ? "refused" : run(program);
    }

    private static @Nullable LoadedProgram load(Bytecode code) {
        try {
            return engine.load(code);
        } catch (KernelException | NotBuiltException refused) {
            return null;
        }
    }

    private static String run(LoadedProgram program) {
        try {
            return Long.toHexString(program.run(engine.invocation(program), 0, 0));
        } catch (ProgramFault fault) {
            return fault.reason() + " at " + fault.instruction();
        }
    }
}
