package dev.skep.kernel.hook;

import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.task.Task;
import java.util.List;

/**
 * Something that happens to a socket or a device in a control group, or to a TCP connection. The context of its
 * programs is a struct of the kernel's interface ({@code struct bpf_sock_addr}, {@code bpf_sock_ops}, {@code bpf_sock},
 * {@code bpf_cgroup_dev_ctx}), whose fields a test gives, and reads again when the programs have run.
 */
public final class ContextEvent {
    private final Stage stage;
    private final HookPoint point;
    private final ContextLayout layout;
    private final long address;

    /** @param section as programs that attach there have it: {@code cgroup/connect4}, {@code sockops} */
    ContextEvent(Stage stage, String section) {
        ProgramType.Section known = ProgramType.ofSection(section);
        this.layout = known == null
                ? new ContextLayout("", 0, List.of())
                : ContextLayout.of(known.type(), known.name().attachType());
        String prefix = HookKind.CONTROL_GROUP.label() + "/";
        boolean ofGroup = section.startsWith(prefix);
        if (layout.isMemory() || !ofGroup && !section.equals(HookKind.SOCK_OPS.label())) {
            throw new IllegalArgumentException(
                    section + " is no section of programs for control groups or TCP connections");
        }
        this.stage = stage;
        this.point = ofGroup
                ? new HookPoint(HookKind.CONTROL_GROUP, section.substring(prefix.length()))
                : new HookPoint(HookKind.SOCK_OPS, "");
        this.address = stage.kernel().memory().allocate(layout.size(), 8, "context at " + section);
    }

    /** It happens on this CPU. */
    public ContextEvent on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It happens to this task. */
    public ContextEvent by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /** It happens to this socket. */
    public ContextEvent of(OpenSocket socket) {
        return with("sk", socket.viewAddress());
    }

    /**
     * A field of the context, {@code user_port}, or an element of one that is an array, {@code user_ip6[3]}; numbers as
     * they stand in memory, so that those in network order are turned round.
     *
     * @throws IllegalArgumentException if the context has no such field
     */
    public ContextEvent with(String field, long value) {
        Place place = place(field);
        for (int i = 0; i < place.size(); i++) {
            stage.kernel().memory().writeByte(address + place.offset() + i, (byte) (value >>> Byte.SIZE * i));
        }
        return this;
    }

    /** The whole context, as it lies in memory. */
    public ContextEvent with(byte[] struct) {
        if (struct.length != layout.size()) {
            throw new IllegalArgumentException(
                    point + ": a context of " + struct.length + " bytes, expected " + layout.size());
        }
        stage.kernel().memory().write(address, struct);
        return this;
    }

    /**
     * What a field of the context holds, without sign.
     *
     * @throws IllegalArgumentException if the context has no such field
     */
    public long get(String field) {
        Place place = place(field);
        long value = 0;
        for (int i = place.size() - 1; i >= 0; i--) {
            value = value << Byte.SIZE | stage.kernel().memory().readByte(address + place.offset() + i) & 0xff;
        }
        return value;
    }

    private record Place(int offset, int size) {}

    private Place place(String field) {
        int bracket = field.indexOf('[');
        String name = bracket < 0 ? field : field.substring(0, bracket);
        int index = bracket < 0 ? 0 : Integer.parseInt(field.substring(bracket + 1, field.length() - 1));
        for (ContextField each : layout.fields()) {
            int unit = each.unitBytes();
            if (each.name().equals(name) && index >= 0 && (index + 1) * unit <= each.size()) {
                return new Place(each.offset() + index * unit, Math.min(unit, Long.BYTES));
            }
        }
        throw new IllegalArgumentException(point + " has no field " + field + ", expected one of "
                + layout.fields().stream().map(ContextField::name).toList());
    }

    /** The context as it stands in memory. */
    public byte[] context() {
        return stage.kernel().memory().bytes(address, layout.size());
    }

    /** It happens, and only this program runs, which need not be attached; gives r0. */
    public long run(BpfProgram program) {
        return stage.run(program, new Occurrence(), address);
    }

    /**
     * It happens: every program runs.
     *
     * @return false if one of them returned 0, by which programs of control groups refuse
     */
    public boolean fire() {
        Occurrence occurrence = new Occurrence();
        boolean allowed = true;
        for (Hook hook : stage.kernel().hooks().concerned(point.kind(), point.target())) {
            for (Link link : hook.links()) {
                allowed &= (int) link.run(stage.invocation(), stage.cpu(), occurrence, address) != 0;
            }
        }
        return allowed;
    }
}
