package dev.skep.kernel.task;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    private @Nullable Task parent;
    private Credentials credentials;
    private String comm;
    private final List<String> arguments;
    private Cgroup cgroup;
    private long address;

    Task(TaskTable table, TaskSpec spec, @Nullable Task parent, Cgroup cgroup, UserMemory memory, long startNs) {
        this.table = table;
        this.pid = spec.pid();
        this.tgid = spec.tgid();
        this.netClassId = spec.netClassId();
        this.startNs = startNs;
        this.memory = memory;
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

    /** Address of its {@code task_struct}, which is laid out when it is first asked for. */
    public long address() {
        if (address == 0) {
            address = table.describe(this);
        }
        return address;
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

    void adopt(@Nullable Task value) {
        parent = value;
        changed();
    }

    private void changed() {
        if (address != 0) {
            table.refresh(this);
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
