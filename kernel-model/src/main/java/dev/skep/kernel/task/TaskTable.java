package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.time.SimulatedClock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a machine, and which of them runs on each CPU. Counterparts: {@code current}, {@code find_task_by_pid}.
 */
public final class TaskTable {
    // struct task_struct as Linux 6.18 lays it out on x86-64.
    private static final int STRUCT_BYTES = 3264;
    private static final int PID_OFFSET = 1264;
    private static final int TGID_OFFSET = 1268;
    private static final int GROUP_LEADER_OFFSET = 1328;
    private static final int COMM_OFFSET = 1752;
    private static final int COMM_BYTES = 16;

    /** Who asks for a test run unless told otherwise: a process of root's in the root control group. */
    public static final TaskSpec TESTER = TaskSpec.process(1000, "skep");

    private final AddressSpace memory;
    private final SimulatedClock clock;
    private final CgroupTree cgroups = new CgroupTree();
    private final Map<Integer, Task> byPid = new TreeMap<>();
    private final Map<Long, Task> byAddress = new HashMap<>();
    private final @Nullable Task[] idle;
    private final Task[] current;

    /** A machine on whose CPUs {@link #TESTER} runs. */
    public TaskTable(AddressSpace memory, SimulatedClock clock, int cpus) {
        this.memory = memory;
        this.clock = clock;
        this.idle = new Task[cpus];
        this.current = new Task[cpus];
        Arrays.fill(current, create(TESTER));
    }

    /** The task that runs on a CPU. */
    public Task current(int cpu) {
        return current[cpu];
    }

    /** From now on this task runs on the CPU. */
    public void run(int cpu, Task task) {
        current[cpu] = task;
    }

    /** What runs on a CPU when nothing else does: {@code swapper/0}, with the thread id 0, which finds none. */
    public Task idle(int cpu) {
        Task known = idle[cpu];
        if (known == null) {
            known = new Task(this, TaskSpec.process(0, "swapper/" + cpu), null, cgroups.root(), new UserMemory(), 0);
            idle[cpu] = known;
        }
        return known;
    }

    /** Address of the current task's {@code task_struct}. */
    @TruffleBoundary
    public long currentAddress(int cpu) {
        return current[cpu].address();
    }

    /** The control groups that tasks are in. */
    public CgroupTree cgroups() {
        return cgroups;
    }

    /** All tasks by rising thread id. */
    public List<Task> all() {
        return new ArrayList<>(byPid.values());
    }

    /** The task with this thread id, or null. */
    @TruffleBoundary
    public @Nullable Task byPid(int pid) {
        return byPid.get(pid);
    }

    /** The task whose {@code task_struct} is at an address, or null. */
    @TruffleBoundary
    public @Nullable Task at(long address) {
        return byAddress.get(address);
    }

    /**
     * Makes a task. A thread gets the memory of its process, a process that of nobody else.
     *
     * @throws IllegalArgumentException if there is a task with this thread id already
     */
    public Task create(TaskSpec spec) {
        if (byPid.containsKey(spec.pid())) {
            throw new IllegalArgumentException("task " + spec.pid() + " is there already");
        }
        Task leader = spec.pid() == spec.tgid() ? null : byPid.get(spec.tgid());
        long startNs = spec.startNs() < 0 ? clock.bootNs() : spec.startNs();
        Task task = new Task(
                this,
                spec,
                spec.parentPid() == 0 ? null : byPid.get(spec.parentPid()),
                cgroups.at(spec.cgroup()),
                leader == null ? new UserMemory() : leader.memory(),
                startNs);
        byPid.put(spec.pid(), task);
        return task;
    }

    /** The task is gone; its children have no parent then. Its {@code task_struct} stays where it is. */
    public void remove(Task task) {
        byPid.remove(task.pid(), task);
        for (Task child : byPid.values()) {
            if (child.parent() == task) {
                child.adopt(null);
            }
        }
    }

    /** Lays out the {@code task_struct}: ids and name; its other members are zero. */
    long describe(Task task) {
        long address = memory.allocate(STRUCT_BYTES, 64, "task_struct of " + task.comm());
        byAddress.put(address, task);
        write(task, address);
        return address;
    }

    void refresh(Task task) {
        write(task, task.address());
    }

    private void write(Task task, long address) {
        Task leader = task.isGroupLeader() ? task : byPid.get(task.tgid());
        memory.writeInt(address + PID_OFFSET, task.pid());
        memory.writeInt(address + TGID_OFFSET, task.tgid());
        memory.writeLong(address + GROUP_LEADER_OFFSET, leader == null || leader == task ? address : leader.address());
        memory.write(address + COMM_OFFSET, Arrays.copyOf(task.comm().getBytes(StandardCharsets.UTF_8), COMM_BYTES));
    }
}
