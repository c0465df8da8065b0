package dev.skep.kernel.task;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.KernelStruct;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task that lives in a kernel. What changes here changes in its {@code task_struct}, once somebody asked for that.
 * Counterpart: {@code struct task_struct}.
 */
public final class Task {
    private static final int COMM_BYTES = 15;

    private final TaskTable table;
    private final int pid;
    private final int tgid;
    private final int netClassId;
    private final long startNs;
    private final UserMemory memory;
    private final String workingDirectory;
    private final Map<Integer, OpenFile> files;
    private String executable;
    private @Nullable Task parent;
    private Credentials credentials;
    private String comm;
    private final List<String> arguments;
    private Cgroup cgroup;
    private final List<Integer> signals = new ArrayList<>();
    private @Nullable KernelStruct image;
    private boolean ended;

    Task(TaskTable table, TaskSpec spec, @Nullable Task parent, Cgroup cgroup, UserMemory memory, long startNs) {
        this.table = table;
        this.pid = spec.pid();
        this.tgid = spec.tgid();
        this.netClassId = spec.netClassId();
        this.startNs = startNs;
        this.memory = memory;
        this.workingDirectory = spec.workingDirectory();
        this.files = spec.files();
        this.executable = spec.executable();
        this.parent = parent;
        this.credentials = spec.credentials();
        this.comm = spec.comm();
        this.arguments = spec.arguments();
        this.cgroup = cgroup;
    }

    /** Thread id. */
    public int pid() {
        return pid;
    }

    /** Process id. */
    public int tgid() {
        return tgid;
    }

    public boolean isGroupLeader() {
        return pid == tgid;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** Real user id. */
    public int uid() {
        return credentials.uid();
    }

    /** Real group id. */
    public int gid() {
        return credentials.gid();
    }

    /** Name, at most 15 bytes in UTF-8. */
    public String comm() {
        return comm;
    }

    /** What it was started with. */
    public List<String> arguments() {
        return arguments;
    }

    public Cgroup cgroup() {
        return cgroup;
    }

    /** Id of the (version 2) control group that it is in; 1 is the root. */
    public long cgroupId() {
        return cgroup.id();
    }

    /** Class that the net_cls controller gives it; 0 when none does. */
    public int netClassId() {
        return netClassId;
    }

    /** CLOCK_BOOTTIME of its start. */
    public long startNs() {
        return startNs;
    }

    /** The process that waits for it; null for the first. */
    public @Nullable Task parent() {
        return parent;
    }

    /** Its memory, which it shares with the other threads of its process. */
    public UserMemory memory() {
        return memory;
    }

    /** The thread that the process is named by; itself where there is none such any more. */
    public Task leader() {
        Task leader = isGroupLeader() ? null : table.byPid(tgid);
        return leader == null ? this : leader;
    }

    /** Path of what it executes; empty if nobody knows. */
    public String executable() {
        return executable;
    }

    public String workingDirectory() {
        return workingDirectory;
    }

    /** What it has open, by descriptor. */
    public Map<Integer, OpenFile> files() {
        return files;
    }

    /** Address of its {@code task_struct}, which is laid out when it is first asked for. */
    public long address() {
        return struct().address();
    }

    /** Its {@code task_struct}. */
    @TruffleBoundary
    public KernelStruct struct() {
        KernelStruct known = image;
        if (known == null) {
            known = table.allocate(this);
            image = known;
            table.fill(this, known);
        }
        return known;
    }

    /** The registers that it entered the kernel with. Counterpart: {@code task_pt_regs}. */
    @TruffleBoundary
    public KernelStruct registers() {
        struct();
        return table.registers(this);
    }

    /** It is gone; gives its {@code task_struct}, if it was laid out. */
    Optional<KernelStruct> release() {
        Optional<KernelStruct> laidOut = Optional.ofNullable(image);
        image = null;
        return laidOut;
    }

    /** {@code set_task_comm}: what does not fit is cut off. */
    public void rename(String name) {
        comm = cut(name);
        changed();
    }

    /** {@code commit_creds}. */
    public void become(Credentials value) {
        credentials = value;
        changed();
    }

    public void moveTo(Cgroup value) {
        cgroup = value;
        changed();
    }

    /** A program has sent it a signal. */
    public void receive(int signal) {
        signals.add(signal);
    }

    /** The signals that programs have sent it, in order. */
    public List<Integer> signals() {
        return List.copyOf(signals);
    }

    void adopt(@Nullable Task value) {
        parent = value;
        changed();
    }

    /** Whether it has ended; somebody may still have to do with it then. */
    public boolean hasEnded() {
        return ended;
    }

    /** {@code do_exit}: it is not among the tasks any more, but can still be found by its id. */
    public void end() {
        ended = true;
        changed();
    }

    /** {@code execve}: other memory, and a file that it comes from. */
    public void execute(String path) {
        executable = path;
        memory.clear();
        changed();
    }

    private void changed() {
        if (image != null) {
            table.refresh(this, image);
        }
    }

    /** As much of a name as a task can have. */
    static String cut(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(COMM_BYTES);
        CharBuffer chars = CharBuffer.wrap(name);
        StandardCharsets.UTF_8.newEncoder().encode(chars, bytes, true);
        return name.substring(0, chars.position());
    }

    @Override
    public String toString() {
        return comm + " " + tgid + "/" + pid;
    }
}
