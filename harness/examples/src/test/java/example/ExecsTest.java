package example;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.junit.Load;
import dev.skep.junit.Load.Attach;
import dev.skep.junit.Skep;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.time.SimulatedClock;
import dev.skep.testing.BpfObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A tracing tool: things happen in the simulated kernel, and the time is what the test says. */
@Skep
class ExecsTest {
    @Load(value = "execs.bpf.o", attach = Attach.BY_SECTION)
    private BpfObject tool;

    /** {@code struct exec} of the source. */
    record Exec(long timeNs, int pid, String filename) {}

    @Test
    void tellsWhichProgramsAreStartedAndWhen(Kernel kernel, SimulatedClock clock) {
        clock.advanceTo(5_000_000_000L);
        kernel.tracepoint("sched/sched_process_exec").fire(Map.of("pid", 42, "filename", "/bin/ls"));

        assertThat(tool.map("execs").records(Exec.class)).containsExactly(new Exec(5_000_000_000L, 42, "/bin/ls"));
    }
}
