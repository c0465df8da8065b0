package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which task runs on each CPU, and where its {@code task_struct} is. Counterpart: {@code current}. */
public final class TaskTable {
    // struct task_struct as Linux 6.18 lays it out on x86-64.
    private static final int STRUCT_BYTES = 3264;
    private static final int PID_OFFSET = 1264;
    private static final int TGID_OFFSET = 1268;
    private static final int GROUP_LEADER_OFFSET = 1328;
    private static final int COMM_OFFSET = 1752;

    private final AddressSpace memory;
    private final Task[] current;
    private final Map<Task, Long> addresses = new HashMap<>();

    /** A machine on whose CPUs {@link Task#TESTER} runs. */
    public TaskTable(AddressSpace memory, int cpus) {
        this.memory = memory;
        this.current = new Task[cpus];
        Arrays.fill(current, Task.TESTER);
    }

    /** The task that runs on a CPU. */
    public Task current(int cpu) {
        return current[cpu];
    }

    /** From now on this task runs on the CPU. */
    public void run(int cpu, Task task) {
        current[cpu] = task;
    }

    /**
     * Address of the current task's {@code task_struct}, made when it is first asked for. It holds the task's ids and
     * name; its other members are zero.
     */
    @TruffleBoundary
    public long currentAddress(int cpu) {
        return addresses.computeIfAbsent(current[cpu], this::describe);
    }

    private long describe(Task task) {
        long address = memory.allocate(STRUCT_BYTES, 64, "task_struct of " + task.comm());
        memory.writeInt(address + PID_OFFSET, task.pid());
        memory.writeInt(address + TGID_OFFSET, task.tgid());
        memory.writeLong(address + GROUP_LEADER_OFFSET, address);
        memory.write(address + COMM_OFFSET, task.comm().getBytes(StandardCharsets.UTF_8));
        return address;
    }
}
