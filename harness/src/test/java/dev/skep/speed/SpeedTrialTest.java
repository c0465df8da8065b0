package dev.skep.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelConfig;
import dev.skep.language.Mode;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SpeedTrialTest {
    @Test
    void aProgramIsTimedByTheWaysThatThisJvmHas() throws IOException {
        ObjectSpec object = ObjectReader.read(
                "flow_counter.bpf.o", Files.readAllBytes(Path.of("..", "fixtures", "programs", "flow_counter.bpf.o")));
        SpeedTrial trial = new SpeedTrial(
                KernelConfig.reference(), 0, new Race(3, 1_000_000, 1_000_000), SpeedTrial.HostKernelUse.NEVER);
        List<String> stages = new ArrayList<>();
        ProgramSpeed speed = trial.run(object, object.programs().getFirst(), List.of(SampleFrame.bytes()), stages::add);
        assertThat(stages).startsWith("warming up interpreted").endsWith("round 3 of 3");
        assertThat(speed.timings()).containsKey(Way.INTERPRETED).doesNotContainKey(Way.KERNEL);
        assertThat(speed.timings().containsKey(Way.COMPILED)).isEqualTo(Mode.current() == Mode.COMPILED);
        assertThat(speed.frames()).isEqualTo(1);
        assertThat(speed.agreement()).isEqualTo(ProgramSpeed.Agreement.SAME);
        assertThat(speed.ratioToKernel()).isNaN();
        assertThat(Objects.requireNonNull(speed.timing(Way.INTERPRETED), "timed")
                        .medianNs())
                .isPositive();
    }
}
