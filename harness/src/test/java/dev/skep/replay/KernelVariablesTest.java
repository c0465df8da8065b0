package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.session.MapReader;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code tools/kernel_variables.bpf.c} reads: the run queues and tasks that the test has made. */
@Tag("engine")
class KernelVariablesTest {
    @Test
    void variablesOfEveryCpuHoldWhatTheMachineKnows() {
        try (BpfEngine engine = BpfEngine.open()) {
            Replay replay =
                    new Replay(engine, KernelConfig.reference().withCpus(2), MapReader.Form.TYPED, Admission.VERIFIED);
            Kernel kernel = replay.kernel();
            assertThat(replay.attach(
                            ObjectReader.read("kernel_variables.bpf.o", Fixtures.bytes("tools/kernel_variables.bpf.o")),
                            Attachments.PLAIN))
                    .isEmpty();
            Task sleeper = kernel.tasks().create(TaskSpec.process(7, "sleep"));
            Task cat = kernel.tasks().create(TaskSpec.process(42, "cat"));
            kernel.tasks().run(0, cat);
            kernel.hooks().rawTracepoint("sched_switch").on(0).fire(Map.of("prev", sleeper, "next", cat));
            kernel.tasks().run(1, sleeper);
            kernel.hooks().rawTracepoint("sched_switch").on(1).fire(Map.of("prev", cat, "next", sleeper));
            assertThat(kernel.trace().lines().stream().map(TraceLine::text))
                    .containsExactly(
                            "cpu 0 runs 42 of 1",
                            "cpu 1 runs 0 of 0",
                            "active 0, number 1",
                            "beyond 0, missing 0",
                            "cpu 1 runs 7 of 1",
                            "cpu 1 runs 7 of 1",
                            "active 0, number 1",
                            "beyond 0, missing 0");
        }
    }
}
