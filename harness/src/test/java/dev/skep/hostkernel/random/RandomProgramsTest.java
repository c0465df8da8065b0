package dev.skep.hostkernel.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.isa.Bytecode;
import dev.skep.language.BpfEngine;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Some hundred random programs; {@link DifferentialRun} takes any number. */
class RandomProgramsTest {
    private static final int PROGRAMS = 300;

    /** The generator is worth something only if much of what it makes is accepted, and much is not. */
    private static final int LEAST_OF_EACH = PROGRAMS / 5;

    @Test
    @Tag("host-kernel")
    void bothVerifiersSayTheSame() throws HostKernelMissingException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), () -> "no host kernel: " + missing.orElse(""));
        try (HostKernel host = HostKernel.open();
                BpfEngine engine = BpfEngine.open()) {
            assumeTrue(host.release().startsWith("6.18."), () -> "the kernel is no 6.18: " + host.release());
            Judgement judgement = new Judgement(host, engine);
            int accepted = 0;
            for (long seed = 0; seed < PROGRAMS; seed++) {
                Judgement.Outcome outcome = judgement.judge(ProgramGenerator.generate(new Random(seed)));
                accepted += outcome.accepted() ? 1 : 0;
                assertThat(outcome.ours())
                        .as("%s, seed %d", outcome.kind(), seed)
                        .satisfies(log -> {
                            if (outcome.kind().compareTo(Judgement.Kind.MESSAGE) < 0) {
                                assertThat(log).isEqualTo(outcome.theirs());
                            }
                        });
            }
            assertThat(accepted).isBetween(LEAST_OF_EACH, PROGRAMS - LEAST_OF_EACH);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void everyProgramCanBeEncodedAndReadBack(@ForAll("programs") RandomProgram program) {
        assertThat(Bytecode.of(program.code().toBytes())).isEqualTo(program.code());
        assertThat(program.maps()).hasSizeLessThan(16);
    }

    @Provide
    Arbitrary<RandomProgram> programs() {
        return ProgramGenerator.programs();
    }
}
