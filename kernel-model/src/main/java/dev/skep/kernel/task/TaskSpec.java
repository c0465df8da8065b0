package dev.skep.kernel.task;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a task is to be, before it lives in a kernel.
 *
 * @param pid thread id
 * @param tgid process id
 * @param parentPid process id of the parent; 0 for none
 * @param credentials whose rights it has
 * @param comm name, at most 15 bytes
 * @param arguments what it was started with
 * @param cgroup path of the (version 2) control group that it is in
 * @param netClassId class that the net_cls controller gives it; 0 when none does
 * @param startNs CLOCK_BOOTTIME of its start; -1 for the time at which it is made
 */
public record TaskSpec(
        int pid,
        int tgid,
        int parentPid,
        Credentials credentials,
        String comm,
        List<String> arguments,
        String cgroup,
        int netClassId,
        long startNs) {
    private static final int COMM_BYTES = 15;

    public TaskSpec {
        arguments = List.copyOf(arguments);
        if (comm.getBytes(StandardCharsets.UTF_8).length > COMM_BYTES) {
            throw new IllegalArgumentException("comm \"" + comm + "\": expected at most " + COMM_BYTES + " bytes");
        }
        if (pid < 0 || tgid < 0 || pid == 0 && tgid != 0) {
            throw new IllegalArgumentException("task " + tgid + "/" + pid + ": expected ids above 0");
        }
        if (!cgroup.startsWith("/")) {
            throw new IllegalArgumentException("cgroup \"" + cgroup + "\": expected a path that begins with /");
        }
    }

    /** A process of root's, with one thread. */
    public static TaskSpec process(int pid, String comm) {
        return new TaskSpec(pid, pid, 0, Credentials.ROOT, comm, List.of(), "/", 0, -1);
    }

    public TaskSpec withIds(int newPid, int newTgid) {
        return new TaskSpec(newPid, newTgid, parentPid, credentials, comm, arguments, cgroup, netClassId, startNs);
    }

    public TaskSpec withParent(int newParentPid) {
        return new TaskSpec(pid, tgid, newParentPid, credentials, comm, arguments, cgroup, netClassId, startNs);
    }

    public TaskSpec withCredentials(Credentials value) {
        return new TaskSpec(pid, tgid, parentPid, value, comm, arguments, cgroup, netClassId, startNs);
    }

    public TaskSpec withComm(String newComm) {
        return new TaskSpec(pid, tgid, parentPid, credentials, newComm, arguments, cgroup, netClassId, startNs);
    }

    /** The program's arguments, beginning with its own name. */
    public TaskSpec withArguments(String... value) {
        return new TaskSpec(pid, tgid, parentPid, credentials, comm, List.of(value), cgroup, netClassId, startNs);
    }

    public TaskSpec withCgroup(String path) {
        return new TaskSpec(pid, tgid, parentPid, credentials, comm, arguments, path, netClassId, startNs);
    }

    public TaskSpec withNetClassId(int value) {
        return new TaskSpec(pid, tgid, parentPid, credentials, comm, arguments, cgroup, value, startNs);
    }

    public TaskSpec withStartNs(long value) {
        return new TaskSpec(pid, tgid, parentPid, credentials, comm, arguments, cgroup, netClassId, value);
    }
}
