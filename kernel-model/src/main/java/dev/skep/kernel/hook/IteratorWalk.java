package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.SocketMap;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SocketSpec.Protocol;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Cgroup;
import dev.skep.kernel.task.Task;
import dev.skep.kernel.task.UserMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk over objects of the kernel that runs the programs of {@code iter/NAME} sections on each: somebody reads the
 * file of an iterator. At the end a program runs once more, without an object, so that it can sum up.
 */
public final class IteratorWalk {
    private final Stage stage;
    private final Kind kind;
    private @Nullable BpfMap map;
    private long session;

    /** What can be walked over, with the members of its {@code struct bpf_iter__NAME}. */
    private enum Kind {
        TASK("task", "task"),
        TASK_FILE("task_file", "task", "fd", "file"),
        TASK_VMA("task_vma", "task", "vma"),
        CGROUP("cgroup", "cgroup"),
        BPF_MAP("bpf_map", "map"),
        BPF_MAP_ELEM("bpf_map_elem", "map", "key", "value"),
        BPF_PROG("bpf_prog", "prog"),
        TCP("tcp", "sk_common", "uid"),
        UDP("udp", "udp_sk", "uid", "bucket"),
        /** No socket of this kind is ever made here. */
        UNIX("unix", "unix_sk", "uid"),
        NETLINK("netlink", "sk"),
        SOCKMAP("sockmap", "map", "key", "sk");

        private final String label;
        private final List<String> members;

        Kind(String label, String... members) {
            this.label = label;
            this.members = List.of(members);
        }
    }

    IteratorWalk(Stage stage, String name) {
        this.stage = stage;
        this.kind = Arrays.stream(Kind.values())
                .filter(each -> each.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new KernelException(
                        Errno.ENOENT,
                        "iterator " + name + " is not built yet, expected one of "
                                + Arrays.stream(Kind.values())
                                        .map(each -> each.label)
                                        .toList()));
    }

    /**
     * It walks over the elements of this map: what {@code bpf_link_create} is told of a {@code bpf_map_elem} or
     * {@code sockmap}.
     */
    public IteratorWalk over(BpfMap elements) {
        map = elements;
        return this;
    }

    /**
     * Reads the file of a program's iterator to its end.
     *
     * @throws KernelException EBADF if it walks over the elements of a map, and nobody said which
     */
    public String read(Link link) {
        Run run = new Run(link);
        Kernel kernel = stage.kernel();
        switch (kind) {
            case TASK -> kernel.tasks().all().forEach(task -> run.show(task.address()));
            case TASK_FILE -> processes().forEach(task -> files(task, run));
            case TASK_VMA -> processes().forEach(task -> areas(task, run));
            case CGROUP ->
                groups().forEach(
                                group -> run.show(kernel.tasks().cgroupObjects().address(group)));
            case BPF_MAP -> kernel.maps().all().forEach(each -> run.show(each.address()));
            case BPF_MAP_ELEM -> elements(run);
            case BPF_PROG -> {
                for (BpfProgram program : kernel.programs().all()) {
                    run.show(kernel.programs().address(program));
                }
            }
            case TCP -> sockets(Protocol.TCP, run);
            case UDP -> sockets(Protocol.UDP, run);
            case SOCKMAP -> {
                BpfMap walked = map;
                if (!(walked instanceof SocketMap sockets)) {
                    throw new KernelException(
                            Errno.EBADF, "iterator sockmap: nobody said which map of sockets it walks over");
                }
                sockets(sockets, run);
            }
            case UNIX, NETLINK -> {
                // nobody makes such sockets here
            }
        }
        run.end();
        return run.text.toString(StandardCharsets.UTF_8);
    }

    private List<Task> processes() {
        List<Task> processes = stage.kernel().tasks().all();
        processes.removeIf(task -> !task.isGroupLeader());
        return processes;
    }

    /** Those above come before those below, and a group with all that is below it before its neighbour. */
    private Set<Cgroup> groups() {
        Set<Cgroup> ordered = new LinkedHashSet<>();
        below(stage.kernel().tasks().cgroups().root(), ordered);
        return ordered;
    }

    private void below(Cgroup group, Set<Cgroup> ordered) {
        ordered.add(group);
        stage.kernel().tasks().cgroups().children(group).forEach(each -> below(each, ordered));
    }

    private void files(Task task, Run run) {
        for (int descriptor : task.files().keySet()) {
            run.show(task.address(), descriptor, stage.kernel().tasks().fileAddress(task, descriptor));
        }
    }

    private void areas(Task task, Run run) {
        for (UserMemory.Area area : task.memory().areas()) {
            run.show(task.address(), stage.kernel().tasks().areaAddress(task, area));
        }
    }

    private void sockets(Protocol protocol, Run run) {
        for (OpenSocket socket : stage.kernel().sockets().all(protocol)) {
            run.show(socket.address(), socket.spec().uid(), socket.spec().localPort());
        }
    }

    private void sockets(SocketMap walked, Run run) {
        Kernel kernel = stage.kernel();
        long key = kernel.memory().allocate(Math.max(1, walked.syscall().keySize()), 8, "key of an iterator");
        for (SocketMap.Element element : walked.elements()) {
            kernel.memory().write(key, element.key());
            run.show(walked.address(), key, element.socket().address());
        }
        kernel.memory().free(key);
    }

    private void elements(Run run) {
        BpfMap walked = map;
        if (walked == null) {
            throw new KernelException(Errno.EBADF, "iterator bpf_map_elem: nobody said which map it walks over");
        }
        Kernel kernel = stage.kernel();
        int keyBytes = walked.syscall().keySize();
        int valueBytes = walked.syscall().valueSize();
        long key = kernel.memory().allocate(Math.max(1, keyBytes), 8, "key of an iterator");
        long value = kernel.memory().allocate(Math.max(1, valueBytes), 8, "value of an iterator");
        for (byte[] each : walked.syscall().keys()) {
            kernel.memory().write(key, each);
            byte[] found = walked.syscall().find(each);
            if (found == null) {
                continue;
            }
            // The values of all CPUs are shown as a copy, any other value is the map's own.
            boolean copied = found.length != walked.spec().valueSize();
            if (copied) {
                kernel.memory().write(value, found);
            }
            run.show(walked.address(), key, copied ? value : walked.lookup(stage.cpu(), key));
        }
        kernel.memory().free(key);
        kernel.memory().free(value);
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
                    .allocate("bpf_iter__" + kind.label, "context of an iterator")
                    .put("meta", meta);
        }

        /** Shows an object, by the values of the members of its kind; those that are left out are zero. */
        void show(long... values) {
            meta.put("seq_num", number++);
            for (int i = 0; i < kind.members.size(); i++) {
                context.put(kind.members.get(i), i < values.length ? values[i] : 0);
            }
            link.run(stage.invocation(), stage.cpu(), occurrence, context.address());
            text.writeBytes(file.drain());
        }

        void end() {
            show();
            file.free();
            stage.kernel().structs().free(meta.address());
            stage.kernel().structs().free(context.address());
        }
    }
}
