package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.OpenFile;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A walk over objects of the kernel that runs the programs of {@code iter/NAME} sections on each: somebody reads the
 * file of an iterator. At the end a program runs once more, without an object, so that it can sum up.
 */
public final class IteratorWalk {
    private static final List<String> WALKS =
            List.of("task", "task_file", "task_vma", "cgroup", "tcp", "udp", "unix", "netlink", "sockmap");

    private final Stage stage;
    private final String name;
    private long session;

    IteratorWalk(Stage stage, String name) {
        if (!WALKS.contains(name)) {
            throw new KernelException(Errno.ENOENT, "iterator " + name + " is not built yet, expected one of " + WALKS);
        }
        this.stage = stage;
        this.name = name;
    }

    /** Reads the file of a program's iterator to its end. */
    public String read(Link link) {
        Run run = new Run(link);
        switch (name) {
            case "task" -> tasks().forEach(task -> run.show(Map.of("task", task.address())));
            case "task_file" -> tasks().forEach(task -> files(task, run));
            case "task_vma" -> tasks().forEach(task -> areas(task, run));
            case "cgroup" ->
                groups().forEach(group -> run.show(
                        Map.of("cgroup", stage.kernel().tasks().cgroupObjects().address(group))));
            default -> {
                // There are no sockets on the machine that nobody made.
            }
        }
        run.show(Map.of());
        return run.text.toString(StandardCharsets.UTF_8);
    }

    private List<Task> tasks() {
        return stage.kernel().tasks().all();
    }

    private List<Cgroup> groups() {
        return stage.kernel().tasks().cgroups().all();
    }

    private void files(Task task, Run run) {
        if (!task.isGroupLeader()) {
            return;
        }
        for (Map.Entry<Integer, OpenFile> open : task.files().entrySet()) {
            long file = stage.kernel().tasks().files().file(open.getValue());
            run.show(Map.of("task", task.address(), "fd", (long) open.getKey(), "file", file));
        }
    }

    private void areas(Task task, Run run) {
        if (!task.isGroupLeader()) {
            return;
        }
        Kernel kernel = stage.kernel();
        for (UserMemory.Area area : task.memory().areas()) {
            KernelStruct vma = kernel.structs()
                    .allocate("vm_area_struct", "area of " + task.comm())
                    .put("vm_start", area.start())
                    .put("vm_end", area.end())
                    .put("vm_flags", area.flags())
                    .put("vm_pgoff", area.pageOffset())
                    .put("vm_mm", task.struct().get("mm"));
            if (area.file().startsWith("/")) {
                vma.put("vm_file", kernel.tasks().files().file(OpenFile.reading(area.file())));
            }
            run.show(Map.of("task", task.address(), "vma", vma.address()));
        }
    }

    /** One reader of one iterator. */
    private final class Run {
        private final Link link;
        private final SeqFile file;
        private final KernelStruct meta;
        private final KernelStruct context;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private final Occurrence occurrence = new Occurrence();
        private long number;

        Run(Link link) {
            this.link = link;
            this.file = SeqFile.allocate(stage.kernel());
            this.meta = stage.kernel()
                    .structs()
                    .allocate("bpf_iter_meta", "iterator")
                    .put("seq", file.address())
                    .put("session_id", ++session);
            this.context = stage.kernel()
                    .structs()
                    .allocate("bpf_iter__" + name, "context of an iterator")
                    .put("meta", meta);
        }

        void show(Map<String, Long> members) {
            meta.put("seq_num", number++);
            for (String member : new String[] {"task", "fd", "file", "vma", "cgroup"}) {
                context.put(member, members.getOrDefault(member, 0L));
            }
            link.run(stage.invocation(), stage.cpu(), occurrence, context.address());
            text.writeBytes(file.drain());
        }
    }
}
