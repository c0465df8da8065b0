package dev.skep.kernel.task;

import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays out tasks in the kernel's memory, with what hangs on them: credentials, memory map, files, namespaces, signals,
 * control groups. Everything is made when it is first reached, from its Java object, and only then costs anything.
 */
final class TaskImages {
    private static final int COMM_BYTES = 16;
    private static final int DEFAULT_PRIORITY = 120;
    private static final int USER_DESCRIPTORS = 64;

    /** {@code PF_KTHREAD}. */
    private static final int KERNEL_THREAD = 0x0020_0000;

    private static final int EXIT_DEAD = 16;

    /** {@code THREAD_SIZE}: the registers of the task stand at the upper end of its stack. */
    private static final int THREAD_BYTES = 16 << 10;

    // What the registers of a task in user space hold on x86-64: selectors, and interrupts on.
    private static final int USER_CS = 0x33;
    private static final int USER_DS = 0x2b;
    private static final int FLAGS = 0x202;

    // The inode numbers of the initial namespaces: enum init_ns_ino.
    private static final long IPC_INO = 0xefff_ffffL;
    private static final long UTS_INO = 0xefff_fffeL;
    private static final long USER_INO = 0xefff_fffdL;
    private static final long PID_INO = 0xefff_fffcL;
    private static final long CGROUP_INO = 0xefff_fffbL;
    private static final long TIME_INO = 0xefff_fffaL;
    private static final long NET_INO = 0xefff_fff9L;
    private static final long MNT_INO = 0xefff_fff8L;

    private final AddressSpace memory;
    private final KernelStructs structs;
    private final FileTree files;
    private final KernelVersion version;
    private final Map<Credentials, KernelStruct> credentials = new HashMap<>();
    private final MemoryImages memories;
    private final CgroupObjects groups;
    private final Map<Integer, KernelStruct> processes = new HashMap<>();
    private final Map<String, KernelStruct> singletons = new HashMap<>();
    private final Map<Task, KernelStruct> registers = new HashMap<>();

    /** What only one task has. */
    private final Map<Task, List<Long>> owned = new HashMap<>();

    private final Map<Descriptor, Long> openFiles = new HashMap<>();

    private record Descriptor(Task task, int number) {}

    TaskImages(
            AddressSpace memory, KernelStructs structs, FileTree files, CgroupObjects groups, KernelVersion version) {
        this.memory = memory;
        this.structs = structs;
        this.files = files;
        this.groups = groups;
        this.memories = new MemoryImages(memory, structs, files);
        this.version = version;
    }

    /** Makes the {@code task_struct}; what it points to comes with {@link #fill}. */
    KernelStruct allocate(Task task) {
        return structs.allocateAsKnown("task_struct", 0, "task_struct of " + task.comm());
    }

    /** Writes everything about a task. */
    void fill(Task task, KernelStruct image) {
        boolean kernelThread = task.pid() == 0;
        image.put("pid", task.pid())
                .put("tgid", task.tgid())
                .put("flags", kernelThread ? KERNEL_THREAD : 0)
                .put("prio", DEFAULT_PRIORITY)
                .put("static_prio", DEFAULT_PRIORITY)
                .put("normal_prio", DEFAULT_PRIORITY)
                .put("start_time", task.startNs())
                .put("start_boottime", task.startNs())
                .put("real_start_time", task.startNs());
        for (String list : new String[] {"tasks", "children", "sibling", "thread_group", "thread_node"}) {
            image.putEmptyList(list);
        }
        refresh(task, image);
        KernelStruct registersOfTask = registers(task);
        image.put("stack", registersOfTask.address() + structs.sizeOf("pt_regs", 0) - THREAD_BYTES);
        KernelStruct map = kernelThread ? null : memories.of(task);
        image.put("mm", map).put("active_mm", map);
        image.put("nsproxy", namespaces()).put("thread_pid", pid(task)).put("signal", signal(task));
        if (!kernelThread) {
            image.put("files", descriptors(task)).put("fs", places(task));
        }
    }

    /** Writes what may have changed. */
    void refresh(Task task, KernelStruct image) {
        Task leader = task.leader();
        Task parent = task.parent();
        long parentAddress = parent == null ? image.address() : parent.address();
        image.put("comm", Arrays.copyOf(task.comm().getBytes(StandardCharsets.UTF_8), COMM_BYTES))
                .put("group_leader", leader == task ? image.address() : leader.address())
                .put("real_parent", parentAddress)
                .put("parent", parentAddress)
                .put("cred", credentials(task.credentials()))
                .put("real_cred", credentials(task.credentials()))
                .put("cgroups", groups.set(task.cgroup()))
                .put("exit_state", task.hasEnded() ? EXIT_DEAD : 0);
        memories.refresh(task);
    }

    MemoryImages memories() {
        return memories;
    }

    private KernelStruct credentials(Credentials value) {
        KernelStruct known = credentials.get(value);
        if (known == null) {
            known = structs.allocateAsKnown("cred", 0, "cred of user " + value.uid())
                    .put("usage", 2)
                    .put("uid.val", value.uid())
                    .put("suid.val", value.euid())
                    .put("euid.val", value.euid())
                    .put("fsuid.val", value.euid())
                    .put("gid.val", value.gid())
                    .put("sgid.val", value.egid())
                    .put("egid.val", value.egid())
                    .put("fsgid.val", value.egid())
                    .put("cap_permitted.val", value.capabilities())
                    .put("cap_effective.val", value.capabilities())
                    .put("cap_bset.val", Credentials.ALL_CAPABILITIES)
                    .put("user_ns", namespace("user_namespace", USER_INO));
            // Before 6.3 a set of capabilities was two words of 32 bits.
            for (String set : new String[] {"cap_permitted", "cap_effective"}) {
                known.put(set + ".cap[0]", value.capabilities()).put(set + ".cap[1]", value.capabilities() >>> 32);
            }
            credentials.put(value, known);
        }
        return known;
    }

    /** The registers that a task entered the kernel with: of its stack, only these are there. */
    KernelStruct registers(Task task) {
        KernelStruct known = registers.get(task);
        if (known == null) {
            known = own(task, structs.allocateAsKnown("pt_regs", 0, "registers of " + task.comm()));
            if (task.pid() != 0) {
                known.put("cs", USER_CS).put("ss", USER_DS).put("flags", FLAGS).put("orig_ax", -1);
            }
            registers.put(task, known);
        }
        return known;
    }

    /** A task is gone for good, and nobody will ask for it again: what only it had goes, too. */
    void release(Task task, KernelStruct image) {
        memory.free(image.address());
        List<Long> own = owned.remove(task);
        if (own != null) {
            own.forEach(memory::free);
        }
        registers.remove(task);
        task.files().keySet().forEach(descriptor -> {
            Long file = openFiles.remove(new Descriptor(task, descriptor));
            if (file != null) {
                files.close(file);
            }
        });
        if (task.isGroupLeader()) {
            KernelStruct process = processes.remove(task.tgid());
            if (process != null) {
                memory.free(process.address());
            }
            memories.release(task.memory());
        }
    }

    private KernelStruct own(Task task, KernelStruct struct) {
        owned.computeIfAbsent(task, _ -> new ArrayList<>()).add(struct.address());
        return struct;
    }

    private KernelStruct namespaces() {
        KernelStruct known = singletons.get("nsproxy");
        if (known == null) {
            known = structs.allocateAsKnown("nsproxy", 0, "initial namespaces")
                    .put("uts_ns", uts())
                    .put("ipc_ns", namespace("ipc_namespace", IPC_INO))
                    .put("mnt_ns", namespace("mnt_namespace", MNT_INO))
                    .put("pid_ns_for_children", namespace("pid_namespace", PID_INO))
                    .put("net_ns", namespace("net", NET_INO))
                    .put("time_ns", namespace("time_namespace", TIME_INO))
                    .put("cgroup_ns", namespace("cgroup_namespace", CGROUP_INO));
            singletons.put("nsproxy", known);
        }
        return known;
    }

    /** A namespace of a kind that this kernel's types may not have. */
    private @Nullable KernelStruct namespace(String struct, long inode) {
        if (!structs.has(struct)) {
            return null;
        }
        KernelStruct known = singletons.get(struct);
        if (known == null) {
            known = structs.allocate(struct, "initial " + struct).put("ns.inum", inode);
            singletons.put(struct, known);
        }
        return known;
    }

    private @Nullable KernelStruct uts() {
        KernelStruct uts = namespace("uts_namespace", UTS_INO);
        if (uts != null) {
            uts.put("name.sysname", text("Linux"))
                    .put("name.nodename", text("skep"))
                    .put("name.release", text(version.toString()))
                    .put("name.version", text("#1 SMP"))
                    .put("name.machine", text("x86_64"));
        }
        return uts;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A {@code struct pid} at the one level that there is. */
    private KernelStruct pid(Task task) {
        KernelStruct pid = own(task, structs.allocateAsKnown("pid", 16, "pid " + task.pid()))
                .put("level", 0);
        pid.put("count", 1);
        if (pid.has("numbers")) {
            KernelStruct number = structs.at("upid", pid.addressOf("numbers"));
            number.put("nr", task.pid()).put("ns", namespace("pid_namespace", PID_INO));
        }
        return pid;
    }

    private KernelStruct signal(Task task) {
        KernelStruct known = processes.get(task.tgid());
        if (known == null) {
            known = structs.allocateAsKnown("signal_struct", 0, "signal_struct of " + task.comm())
                    .put("nr_threads", 1)
                    .put("live", 1);
            processes.put(task.tgid(), known);
        }
        return known;
    }

    private KernelStruct descriptors(Task task) {
        int count = USER_DESCRIPTORS;
        for (int descriptor : task.files().keySet()) {
            count = Math.max(count, descriptor + 1);
        }
        long array = memory.allocate(8L * count, 8, "descriptors of " + task.comm());
        owned.computeIfAbsent(task, _ -> new ArrayList<>()).add(array);
        task.files().keySet().forEach(descriptor -> memory.writeLong(array + 8L * descriptor, file(task, descriptor)));
        KernelStruct table = own(task, structs.allocateAsKnown("fdtable", 0, "fdtable of " + task.comm()))
                .put("max_fds", count)
                .put("fd", array);
        return own(task, structs.allocateAsKnown("files_struct", 0, "files_struct of " + task.comm()))
                .put("count", 1)
                .put("fdt", table);
    }

    /** The {@code struct file} behind a descriptor of a task. */
    long file(Task task, int descriptor) {
        return openFiles.computeIfAbsent(
                new Descriptor(task, descriptor),
                _ -> files.file(Objects.requireNonNull(task.files().get(descriptor))));
    }

    private KernelStruct places(Task task) {
        long mount = files.mountAddress();
        return own(task, structs.allocateAsKnown("fs_struct", 0, "fs_struct of " + task.comm()))
                .put("users", 1)
                .put("umask", 022)
                .put("root.mnt", mount)
                .put("root.dentry", files.dentry("/"))
                .put("pwd.mnt", mount)
                .put("pwd.dentry", files.dentry(task.workingDirectory()));
    }
}
