package dev.skep.replay;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.SocketSpec;
import dev.skep.kernel.task.Credentials;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.recording.RecordedEvent;
import java.util.List;
import java.util.Map;

/** Makes what a recording in JSON says was there from the start: tasks with their files, and sockets. */
final class PresentThings {
    private final Kernel kernel;

    PresentThings(Kernel kernel) {
        this.kernel = kernel;
    }

    /**
     * Makes what a line describes.
     *
     * @throws IllegalArgumentException if the description is not one
     */
    void present(RecordedEvent.Present present) {
        switch (present.thing()) {
            case TASK -> task(present);
            case SOCKET -> socket(present.members());
        }
    }

    private void task(RecordedEvent.Present present) {
        Map<String, Object> members = present.members();
        int pid = (int) number(members, "pid", -1);
        TaskSpec spec = TaskSpec.process(pid, text(members, "comm", ""))
                .withIds((int) number(members, "tid", pid), pid)
                .withParent((int) number(members, "ppid", 0))
                .withCredentials(Credentials.of((int) number(members, "uid", 0), (int) number(members, "gid", 0)))
                .withCgroup(text(members, "cgroup", "/"))
                .withNetClassId((int) number(members, "netClassId", 0))
                .withExecutable(text(members, "executable", ""))
                .withWorkingDirectory(text(members, "cwd", "/"))
                .withStartNs(number(members, "start", present.stamp().timeNs()));
        if (members.get("args") instanceof List<?> args) {
            spec = spec.withArguments(args.stream().map(String::valueOf).toArray(String[]::new));
        }
        if (members.get("files") instanceof Map<?, ?> files) {
            for (Map.Entry<?, ?> file : files.entrySet()) {
                spec = spec.withFile(Integer.parseInt(String.valueOf(file.getKey())), file(file.getValue()));
            }
        }
        Task before = kernel.tasks().byPid(spec.pid());
        if (before != null) {
            kernel.tasks().remove(before);
        }
        kernel.tasks().create(spec);
    }

    /** A path, or an object with a path and more. */
    private static OpenFile file(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return OpenFile.reading(String.valueOf(value));
        }
        OpenFile file = OpenFile.reading(String.valueOf(map.get("path")));
        return file.withFlags((int) number(map, "flags", file.flags()))
                .withMode((int) number(map, "mode", file.mode()))
                .withInode(number(map, "inode", 0))
                .withSize(number(map, "size", 0));
    }

    private void socket(Map<String, Object> members) {
        String protocol = text(members, "protocol", "tcp");
        String local = text(members, "local", "0.0.0.0");
        int port = (int) number(members, "localPort", 0);
        SocketSpec spec = switch (protocol) {
            case "tcp" -> SocketSpec.listening(local, port);
            case "udp" -> SocketSpec.bound(local, port);
            default -> throw new IllegalArgumentException("socket, protocol: " + protocol + ", expected tcp or udp");
        };
        if (members.containsKey("remote")) {
            spec = spec.connectedTo(text(members, "remote", ""), (int) number(members, "remotePort", 0));
        }
        spec = spec.withState((int) number(members, "state", spec.state()))
                .withUid((int) number(members, "uid", 0))
                .withInode(number(members, "inode", 0));
        if (members.get("members") instanceof Map<?, ?> more) {
            for (Map.Entry<?, ?> entry : more.entrySet()) {
                spec = spec.with(String.valueOf(entry.getKey()), number(more, String.valueOf(entry.getKey()), 0));
            }
        }
        kernel.sockets().create(spec);
    }

    private static long number(Map<?, ?> members, String name, long otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case Long number -> number;
            default -> throw new IllegalArgumentException("member " + name + ": expected a number");
        };
    }

    private static String text(Map<String, Object> members, String name, String otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case String text -> text;
            default -> throw new IllegalArgumentException("member " + name + ": expected a text");
        };
    }
}
