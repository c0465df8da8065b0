package dev.skep.kernel.task;

import java.nio.charset.StandardCharsets;

/**
 * A task as programs see it. Counterpart: {@code struct task_struct} with its credentials and its control group.
 *
 * @param pid thread id
 * @param tgid process id
 * @param uid user id
 * @param gid group id
 * @param comm name, at most 15 bytes
 * @param cgroupId of the (version 2) control group that it is in; 1 is the root
 * @param netClassId class that the net_cls controller gives it; 0 when none does
 */
public record Task(int pid, int tgid, int uid, int gid, String comm, long cgroupId, int netClassId) {
    /** The root of the control group hierarchy. */
    public static final long ROOT_CGROUP_ID = 1;

    private static final int COMM_BYTES = 15;

    /** Who asks for a test run unless told otherwise: a process of root's in the root control group. */
    public static final Task TESTER = new Task(1000, 1000, 0, 0, "skep", ROOT_CGROUP_ID, 0);

    public Task {
        if (comm.getBytes(StandardCharsets.UTF_8).length > COMM_BYTES) {
            throw new IllegalArgumentException("comm \"" + comm + "\": expected at most " + COMM_BYTES + " bytes");
        }
    }

    public Task withIds(int newPid, int newTgid) {
        return new Task(newPid, newTgid, uid, gid, comm, cgroupId, netClassId);
    }

    public Task withCredentials(int newUid, int newGid) {
        return new Task(pid, tgid, newUid, newGid, comm, cgroupId, netClassId);
    }

    public Task withComm(String newComm) {
        return new Task(pid, tgid, uid, gid, newComm, cgroupId, netClassId);
    }

    public Task withCgroupId(long newCgroupId) {
        return new Task(pid, tgid, uid, gid, comm, newCgroupId, netClassId);
    }
}
