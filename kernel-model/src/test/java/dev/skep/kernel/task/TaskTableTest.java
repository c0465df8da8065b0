package dev.skep.kernel.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    private final TaskTable tasks = new Kernel(KernelConfig.reference()).tasks();

    @Test
    void aTaskIsFoundByItsIdAndByItsAddress() {
        Task shell = tasks.create(TaskSpec.process(42, "sh"));
        assertThat(tasks.byPid(42)).isSameAs(shell);
        assertThat(tasks.at(shell.address())).isSameAs(shell);
        assertThat(tasks.at(shell.address() + 8)).isNull();
        assertThatThrownBy(() -> tasks.create(TaskSpec.process(42, "again")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsShareTheMemoryOfTheirProcess() {
        Task leader = tasks.create(TaskSpec.process(42, "java"));
        Task thread = tasks.create(TaskSpec.process(42, "gc").withIds(43, 42));
        assertThat(thread.memory()).isSameAs(leader.memory());
        assertThat(thread.isGroupLeader()).isFalse();
    }

    @Test
    void namesAreCutToFifteenBytesAndNeverWithinACharacter() {
        Task task = tasks.create(TaskSpec.process(42, "x"));
        task.rename("0123456789abcdé");
        assertThat(task.comm()).isEqualTo("0123456789abcd");
    }

    @Test
    void groupsAreNumberedAsTheyAreMade() {
        Task task = tasks.create(TaskSpec.process(42, "x").withCgroup("/system.slice/cron.service"));
        assertThat(task.cgroupId()).isEqualTo(3);
        assertThat(task.cgroup().level()).isEqualTo(2);
        Cgroup slice = tasks.cgroups().at("/system.slice");
        assertThat(task.cgroup().ancestor(1)).isSameAs(slice);
        assertThat(task.cgroup().ancestor(3)).isNull();
        assertThat(tasks.cgroups().byId(2)).isSameAs(slice);
    }

    @Test
    void anOrphanHasNoParent() {
        Task parent = tasks.create(TaskSpec.process(42, "sh"));
        Task child = tasks.create(TaskSpec.process(43, "ls").withParent(42));
        assertThat(child.parent()).isSameAs(parent);
        tasks.remove(parent);
        assertThat(child.parent()).isNull();
        assertThat(tasks.byPid(42)).isNull();
    }
}
