package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.helper.NotBuiltException;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.language.BpfEngine;
import dev.skep.object.Fixtures;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/** What the linker makes, the engine takes. */
class LoadedFixturesTest {
    static List<String> objects() {
        return Fixtures.names();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyFixtureIsLoaded(String name) {
        LinkedObject linked = Linker.link(Fixtures.read(name), new Kernel(KernelConfig.reference()));
        try (BpfEngine engine = BpfEngine.open()) {
            for (ProgramImage image : linked.images()) {
                BpfProgram program = engine.loadUnverified(linked.kernel(), image);
                assertThat(program.name()).isEqualTo(image.name());
            }
        } catch (NotBuiltException e) {
            throw new TestAbortedException(name + ": " + e.getMessage(), e);
        }
    }
}
