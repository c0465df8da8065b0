package dev.skep.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.program.ProgramStream;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.kernel.task.UserMemory.Area;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.object.ObjectReader;
import dev.skep.session.MapReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code tools/task_objects.bpf.c} finds out about a task: errors are those of the kernel's sources. */
@Tag("engine")
class TaskObjectsTest {
    @SuppressWarnings("NullAway.Init")
    private static BpfEngine engine;

    private final Replay replay =
            new Replay(engine, KernelConfig.reference(), MapReader.Form.TYPED, Admission.VERIFIED);
    private final Kernel kernel = replay.kernel();

    @BeforeAll
    static void open() {
        engine = BpfEngine.open();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @BeforeEach
    void someoneOpensAFile() {
        assertThat(replay.attach(
                        ObjectReader.read("task_objects.bpf.o", Fixtures.bytes("tools/task_objects.bpf.o")),
                        Attachments.PLAIN))
                .isEmpty();
        kernel.tasks().cgroups().at("/system.slice", 20);
        kernel.tasks().create(TaskSpec.process(7, "init").withCgroup("/system.slice"));
        Task task = kernel.tasks()
                .create(TaskSpec.process(42, "cat").withExecutable("/bin/cat").withCgroup("/system.slice/cat.service"));
        kernel.tasks().create(TaskSpec.process(42, "worker").withIds(43, 42).withCgroup("/system.slice"));
        task.memory().map(new Area(0x400000, 0x402000, Area.READ, 0, "/bin/cat"));
        task.memory().map(new Area(0x600000, 0x601000, Area.READ, 0, ""));
        long dentry = kernel.tasks().files().dentry("/etc/passwd").address();
        kernel.tasks().files().attributes(dentry).put("user.tag", "blue".getBytes(StandardCharsets.UTF_8));
        long file = kernel.tasks().files().file(OpenFile.reading("/etc/passwd"));
        assertThat(kernel.hooks().lsm("file_open").by(task).asked(file)).isZero();
    }

    private List<String> printed(String first, String last) {
        List<String> lines =
                kernel.trace().lines().stream().map(TraceLine::text).toList();
        assertThat(lines).contains(first, last);
        return lines.subList(lines.indexOf(first), lines.lastIndexOf(last) + 1);
    }

    @Test
    void areasAreFoundByAddressAndInOrder() {
        assertThat(printed("vma 0 400000-402000", "area 600000"))
                .containsExactly("vma 0 400000-402000", "no vma -2", "flags -22", "area 400000", "area 600000");
    }

    /** The kernel's walk over all begins with the idle task. */
    @Test
    void processesAndThreadsAreWalkedOver() {
        assertThat(printed("process 0", "thread 43"))
                .containsExactly("process 0", "process 7", "process 42", "thread 42", "thread 43");
    }

    @Test
    void groupsAreWalkedOverDownAndUpAndTheirTasks() {
        assertThat(printed("below 20", "member 43"))
                .containsExactly("below 20", "below 21", "above 20", "above 1", "member 7", "member 43");
    }

    @Test
    void pathsAndAttributesAreRead() {
        assertThat(printed("executable 9 /bin/cat", "stream 0 -2"))
                .containsExactly(
                        "executable 9 /bin/cat", "short -36", "tag 4 blue", "none -61", "foreign -1", "stream 0 -2");
        Link link = kernel.hooks().links().getLast();
        ProgramStream output = Objects.requireNonNull(kernel.programs().stream(link.program(), 1));
        assertThat(output.read()).isEqualTo("4 blue\n");
        assertThat(output.read()).isEmpty();
    }
}
