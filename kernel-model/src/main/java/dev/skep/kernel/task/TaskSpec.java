package dev.skep.kernel.task;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
 * @param executable path of what it executes; empty if nobody knows
 * @param workingDirectory where it is
 * @param files what it has open, by descriptor
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
        long startNs,
        String executable,
        String workingDirectory,
        Map<Integer, OpenFile> files) {
    private static final int COMM_BYTES = 15;

    public TaskSpec {
        arguments = List.copyOf(arguments);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
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

    /** A process of root's, with one thread, in the root control group. */
    public static TaskSpec process(int pid, String comm) {
        return new TaskSpec(pid, pid, 0, Credentials.ROOT, comm, List.of(), "/", 0, -1, "", "/", Map.of());
    }

    public TaskSpec withIds(int newPid, int newTgid) {
        return changed(draft -> {
            draft.pid = newPid;
            draft.tgid = newTgid;
        });
    }

    public TaskSpec withParent(int value) {
        return changed(draft -> draft.parentPid = value);
    }

    public TaskSpec withCredentials(Credentials value) {
        return changed(draft -> draft.credentials = value);
    }

    public TaskSpec withComm(String value) {
        return changed(draft -> draft.comm = value);
    }

    /** The program's arguments, beginning with its own name. */
    public TaskSpec withArguments(String... value) {
        return changed(draft -> draft.arguments = List.of(value));
    }

    public TaskSpec withCgroup(String path) {
        return changed(draft -> draft.cgroup = path);
    }

    public TaskSpec withNetClassId(int value) {
        return changed(draft -> draft.netClassId = value);
    }

    public TaskSpec withStartNs(long value) {
        return changed(draft -> draft.startNs = value);
    }

    public TaskSpec withExecutable(String path) {
        return changed(draft -> draft.executable = path);
    }

    public TaskSpec withWorkingDirectory(String path) {
        return changed(draft -> draft.workingDirectory = path);
    }

    /** With one more open file. */
    public TaskSpec withFile(int descriptor, OpenFile file) {
        Map<Integer, OpenFile> more = new TreeMap<>(files);
        more.put(descriptor, file);
        return changed(draft -> draft.files = more);
    }

    private TaskSpec changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new TaskSpec(
                draft.pid,
                draft.tgid,
                draft.parentPid,
                draft.credentials,
                draft.comm,
                draft.arguments,
                draft.cgroup,
                draft.netClassId,
                draft.startNs,
                draft.executable,
                draft.workingDirectory,
                draft.files);
    }

    /** A specification in which something is about to change. */
    private static final class Draft {
        private int pid;
        private int tgid;
        private int parentPid;
        private Credentials credentials;
        private String comm;
        private List<String> arguments;
        private String cgroup;
        private int netClassId;
        private long startNs;
        private String executable;
        private String workingDirectory;
        private Map<Integer, OpenFile> files;

        Draft(TaskSpec from) {
            pid = from.pid;
            tgid = from.tgid;
            parentPid = from.parentPid;
            credentials = from.credentials;
            comm = from.comm;
            arguments = from.arguments;
            cgroup = from.cgroup;
            netClassId = from.netClassId;
            startNs = from.startNs;
            executable = from.executable;
            workingDirectory = from.workingDirectory;
            files = from.files;
        }
    }
}
