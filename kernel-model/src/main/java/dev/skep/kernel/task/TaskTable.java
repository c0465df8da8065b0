package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import dev.skep.kernel.time.SimulatedClock;
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
    /** Who asks for a test run unless told otherwise: a process of root's in the root control group. */
    public static final TaskSpec TESTER = TaskSpec.process(1000, "skep");

    private final TaskImages images;
    private final FileTree files;
    private final CgroupObjects cgroupObjects;
    private final SimulatedClock clock;
    private final CgroupTree cgroups = new CgroupTree();
    private final TreeMap<Integer, Task> byPid = new TreeMap<>();
    private final Map<Long, Task> byAddress = new HashMap<>();
    private final @Nullable Task[] idle;
    private final Task[] current;

    /** A machine on whose CPUs {@link #TESTER} runs. */
    public TaskTable(AddressSpace memory, KernelStructs structs, SimulatedClock clock, KernelConfig config) {
        int cpus = config.cpus();
        this.files = new FileTree(structs);
        this.cgroupObjects = new CgroupObjects(memory, structs);
        this.images = new TaskImages(memory, structs, files, cgroupObjects, config.version());
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

    /** The files that tasks have open, or that somebody named. */
    public FileTree files() {
        return files;
    }

    /** The control groups in the kernel's memory. */
    public CgroupObjects cgroupObjects() {
        return cgroupObjects;
    }

    /** All tasks by rising thread id, without those that have ended. */
    public List<Task> all() {
        List<Task> living = new ArrayList<>(byPid.values());
        living.removeIf(Task::hasEnded);
        return living;
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
        if (leader == null && !spec.arguments().isEmpty()) {
            task.memory().putArguments(spec.arguments());
        }
        byPid.put(spec.pid(), task);
        return task;
    }

    /** The task is gone, and its {@code task_struct} with it; its children have no parent then. */
    public void remove(Task task) {
        byPid.remove(task.pid(), task);
        task.release().ifPresent(image -> {
            byAddress.remove(image.address());
            images.release(task, image);
        });
        for (Task child : byPid.values()) {
            if (child.parent() == task) {
                child.adopt(null);
            }
        }
    }

    /** Address of the {@code struct vm_area_struct} of an area of a task's memory. */
    @TruffleBoundary
    public long areaAddress(Task task, UserMemory.Area area) {
        return images.memories().area(task, area).address();
    }

    /** Address of the {@code struct file} that the task executes; 0 if nobody knows. */
    @TruffleBoundary
    public long executableAddress(Task task) {
        KernelStruct map = images.memories().of(task);
        return task.pid() != 0 && map.has("exe_file") ? map.get("exe_file") : 0;
    }

    /** The process with the next higher id, or null. */
    @TruffleBoundary
    public @Nullable Task processAfter(int pid) {
        Map.Entry<Integer, Task> next = byPid.higherEntry(pid);
        while (next != null
                && (!next.getValue().isGroupLeader() || next.getValue().hasEnded())) {
            next = byPid.higherEntry(next.getKey());
        }
        return next == null ? null : next.getValue();
    }

    /** The thread of the same process with the next higher id, or null. */
    @TruffleBoundary
    public @Nullable Task threadAfter(Task thread) {
        Map.Entry<Integer, Task> next = byPid.higherEntry(thread.pid());
        while (next != null
                && (next.getValue().tgid() != thread.tgid() || next.getValue().hasEnded())) {
            next = byPid.higherEntry(next.getKey());
        }
        return next == null ? null : next.getValue();
    }

    /** Address of the {@code struct file} behind a descriptor that the task has. */
    @TruffleBoundary
    public long fileAddress(Task task, int descriptor) {
        return images.file(task, descriptor);
    }

    KernelStruct registers(Task task) {
        return images.registers(task);
    }

    KernelStruct allocate(Task task) {
        KernelStruct image = images.allocate(task);
        byAddress.put(image.address(), task);
        return image;
    }

    void fill(Task task, KernelStruct image) {
        images.fill(task, image);
    }

    void refresh(Task task, KernelStruct image) {
        images.refresh(task, image);
    }
}
