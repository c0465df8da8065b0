package dev.skep.replay;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values that stand for something in the kernel: {@code {"file": "/etc/passwd"}}, {@code {"task": 42}}. A file of a
 * path is the same each time; structs that a value describes are there until {@link #release}.
 */
final class KernelValues {
    private static final String STRUCT = "struct";

    private final Kernel kernel;
    private final Map<String, Long> files = new HashMap<>();
    private final Map<String, Long> programs = new HashMap<>();
    private final List<Long> passing = new ArrayList<>();

    KernelValues(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The {@code struct file} of a path that is opened for reading. */
    long file(String path) {
        return files.computeIfAbsent(path, made -> kernel.tasks().files().file(OpenFile.reading(made)));
    }

    /** The {@code struct linux_binprm} of a program that is about to be executed. */
    long program(String path) {
        return programs.computeIfAbsent(path, made -> {
            KernelStruct program = kernel.structs()
                    .allocate("linux_binprm", "program " + made)
                    .put("filename", kernel.structs().text(made, "path of a program"))
                    .put("file", file(made.startsWith("/") ? made : "/" + made));
            return program.put("interp", program.get("filename")).address();
        });
    }

    /** What a value of a recording in JSON stands for: itself, if it stands for nothing else. */
    Object of(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.get(STRUCT) instanceof String name) {
            return struct(name, map);
        }
        Map.Entry<?, ?> only = map.size() == 1 ? map.entrySet().iterator().next() : Map.entry("", "");
        return switch (String.valueOf(only.getKey())) {
            case "file" -> file(String.valueOf(only.getValue()));
            case "path" ->
                kernel.structs()
                        .at("file", file(String.valueOf(only.getValue())))
                        .addressOf("f_path");
            case "dentry" -> kernel.tasks().files().dentry(String.valueOf(only.getValue()));
            case "program" -> program(String.valueOf(only.getValue()));
            case "cgroup" -> {
                Cgroup group = kernel.tasks().cgroups().at(String.valueOf(only.getValue()));
                yield kernel.tasks().cgroupObjects().address(group);
            }
            case "sock" -> socket(only.getValue()).address();
            case "socket" -> socket(only.getValue()).socketAddress();
            case "task" -> {
                Task task = only.getValue() instanceof Long pid ? kernel.tasks().byPid(pid.intValue()) : null;
                if (task == null) {
                    throw new IllegalArgumentException("there is no task " + only.getValue());
                }
                yield task;
            }
            default ->
                throw new IllegalArgumentException("an argument " + value
                        + ": expected a number, a text, or one of file, path, dentry, program, cgroup, sock, socket, task,"
                        + " struct");
        };
    }

    private OpenSocket socket(Object inode) {
        OpenSocket found = inode instanceof Long number ? kernel.sockets().withInode(number) : null;
        if (found == null) {
            throw new IllegalArgumentException("there is no socket with inode " + inode);
        }
        return found;
    }

    private KernelStruct struct(String name, Map<?, ?> members) {
        KernelStruct made = kernel.structs().allocate(name, "argument");
        passing.add(made.address());
        members.forEach((key, value) -> {
            String member = String.valueOf(key);
            if (member.equals(STRUCT)) {
                return;
            }
            if (!made.has(member)) {
                throw new IllegalArgumentException("struct " + name + " has no member " + member);
            }
            switch (of(value)) {
                case Long number -> made.put(member, number);
                case String text -> {
                    long address = kernel.structs().text(text, "text of an argument");
                    passing.add(address);
                    made.put(member, address);
                }
                case KernelStruct struct -> made.put(member, struct);
                case Task task -> made.put(member, task.address());
                default ->
                    throw new IllegalArgumentException("struct " + name + ", member " + member + ": found " + value);
            }
        });
        return made;
    }

    /** The event is over: nobody looks at the structs that its values described any more. */
    void release() {
        passing.forEach(kernel.memory()::free);
        passing.clear();
    }
}
