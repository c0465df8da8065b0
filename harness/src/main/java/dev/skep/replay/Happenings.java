package dev.skep.replay;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.hook.FunctionCall;
import dev.skep.kernel.hook.HookTable;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.Credentials;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.TaskSpec;
import dev.skep.recording.RecordedEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets what a recording in JSON describes happen: calls of functions and system calls, questions to security modules,
 * raw tracepoints; and tasks that were there from the start.
 */
final class Happenings {
    private final Kernel kernel;
    private final HookTable hooks;

    Happenings(Kernel kernel) {
        this.kernel = kernel;
        this.hooks = kernel.hooks();
    }

    /**
     * Makes a task that a recording describes.
     *
     * @throws IllegalArgumentException if the description is not one
     */
    void present(RecordedEvent.Present present) {
        Map<String, Object> members = present.members();
        int pid = (int) number(members, "pid", -1);
        TaskSpec spec = TaskSpec.process(pid, text(members, "comm", ""))
                .withIds((int) number(members, "tid", pid), pid)
                .withParent((int) number(members, "ppid", 0))
                .withCredentials(Credentials.of((int) number(members, "uid", 0), (int) number(members, "gid", 0)))
                .withCgroup(text(members, "cgroup", "/"))
                .withExecutable(text(members, "executable", ""))
                .withWorkingDirectory(text(members, "cwd", "/"))
                .withStartNs(number(members, "start", present.stamp().timeNs()));
        if (members.get("args") instanceof List<?> args) {
            spec = spec.withArguments(args.stream().map(String::valueOf).toArray(String[]::new));
        }
        if (members.get("files") instanceof Map<?, ?> files) {
            for (Map.Entry<?, ?> file : files.entrySet()) {
                spec = spec.withFile(
                        Integer.parseInt(String.valueOf(file.getKey())),
                        OpenFile.reading(String.valueOf(file.getValue())));
            }
        }
        Task before = kernel.tasks().byPid(spec.pid());
        if (before != null) {
            kernel.tasks().remove(before);
        }
        kernel.tasks().create(spec);
    }

    private static long number(Map<String, Object> members, String name, long otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case Long number -> number;
            default -> throw new IllegalArgumentException("task, " + name + ": expected a number");
        };
    }

    private static String text(Map<String, Object> members, String name, String otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case String text -> text;
            default -> throw new IllegalArgumentException("task, " + name + ": expected a text");
        };
    }

    /**
     * Lets something happen to the task that is current on the CPU.
     *
     * @throws IllegalArgumentException if the arguments do not fit the types
     * @throws KernelException if the kernel's types have nothing of this name
     */
    void happen(RecordedEvent.Happening happening, int cpu) {
        Object[] ordered = happening.ordered().stream().map(this::value).toArray();
        Map<String, Object> named = new LinkedHashMap<>();
        happening.named().forEach((name, value) -> named.put(name, value(value)));
        boolean byName = !named.isEmpty();
        String name = happening.name();
        switch (happening.place()) {
            case LSM -> {
                if (byName) {
                    hooks.lsm(name).on(cpu).asked(named);
                } else {
                    hooks.lsm(name).on(cpu).asked(ordered);
                }
            }
            case RAW_TRACEPOINT -> {
                if (byName) {
                    hooks.rawTracepoint(name).on(cpu).fire(named);
                } else {
                    hooks.rawTracepoint(name).on(cpu).fire(ordered);
                }
            }
            case FUNCTION -> {
                FunctionCall call = byName
                        ? hooks.function(name).on(cpu).called(named)
                        : hooks.function(name).on(cpu).called(ordered);
                call.returns(happening.returns());
            }
            case SYSCALL -> hooks.systemCall(name).on(cpu).called(ordered).returns(happening.returns());
            case USER_FUNCTION -> {
                int colon = name.lastIndexOf(':');
                if (colon < 0) {
                    throw new IllegalArgumentException(
                            "user_function " + name + ": expected a path, a colon and a name");
                }
                long[] registers = happening.ordered().stream()
                        .mapToLong(value -> value instanceof Long number ? number : 0)
                        .toArray();
                hooks.userFunction(name.substring(0, colon), name.substring(colon + 1))
                        .on(cpu)
                        .called(registers)
                        .returns(happening.returns());
            }
        }
    }

    /** Values that stand for something in the kernel: {@code {"file": "/etc/passwd"}}, {@code {"task": 42}}. */
    private Object value(Object value) {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return value;
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        return switch (only.getKey().toString()) {
            case "file" -> kernel.tasks().files().file(OpenFile.reading(String.valueOf(only.getValue())));
            case "dentry" -> kernel.tasks().files().dentry(String.valueOf(only.getValue()));
            case "cgroup" -> {
                Cgroup group = kernel.tasks().cgroups().at(String.valueOf(only.getValue()));
                yield kernel.tasks().cgroupObjects().address(group);
            }
            case "task" -> {
                Task task = only.getValue() instanceof Long pid ? kernel.tasks().byPid(pid.intValue()) : null;
                if (task == null) {
                    throw new IllegalArgumentException("there is no task " + only.getValue());
                }
                yield task;
            }
            default ->
                throw new IllegalArgumentException(
                        "an argument " + value + ": expected a number, a text, or one of file, dentry, cgroup, task");
        };
    }
}
