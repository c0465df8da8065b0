package dev.skep.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.link.Linker;
import dev.skep.link.RelocationException;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import org.junit.jupiter.api.Test;

class ObjectVerificationTest {
    /** Sizes that an application sets before it loads the object are 0 in the file. */
    @Test
    void mapsWithoutSizeDoNotKeepProgramsFromBeingJudged() {
        ObjectSpec object = ObjectReader.read("flow_counter.bpf.o", Fixtures.bytes("programs/flow_counter.bpf.o"));
        ObjectSpec unsized = object.withMaps(object.maps().stream()
                .map(map -> map.withSpec(map.spec().withMaxEntries(0)))
                .toList());

        assertThatExceptionOfType(RelocationException.class)
                .isThrownBy(() -> Linker.link(unsized, new Kernel(KernelConfig.reference())));
        ObjectVerification verification = ObjectVerification.of(
                unsized, KernelConfig.reference(), LogLevel.FAILING_PATH, VerifierOptions.Summary.SHORT);
        assertThat(verification.judge(unsized.programs().getFirst()).verdict()).isInstanceOf(Verdict.Accepted.class);
    }
}
