package dev.skep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.kernel.KernelConfig;
import dev.skep.speed.HostContender;
import dev.skep.speed.SampleFrame;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel of this machine accepts the programs and gets the same results from them. */
@Tag("host-kernel")
class HostKernelResultsTest {
    @ParameterizedTest
    @EnumSource
    void programsReturnWhatTheyShould(BenchProgram program) throws HostKernelMissingException {
        Optional<String> missing = HostKernel.missing();
        assumeTrue(missing.isEmpty(), missing::orElseThrow);
        byte[] frame = SampleFrame.bytes();
        try (HostContender kernel =
                HostContender.open(program.read(), BenchProgram.PROGRAM, KernelConfig.reference(), List.of(frame))) {
            assertEquals(List.of(Integer.toUnsignedLong(program.expected(frame))), kernel.firstResults());
        }
    }
}
