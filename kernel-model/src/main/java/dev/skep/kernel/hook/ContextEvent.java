package dev.skep.kernel.hook;

import dev.skep.kernel.Errno;
import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.net.SkMessage;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.task.Task;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a socket, a device or a system control in a control group, to a TCP connection, or to data
 * that is sent through a socket in a map. The context of its programs is a struct of the kernel's interface
 * ({@code struct bpf_sock_addr}, {@code bpf_sock_ops}, {@code bpf_sockopt} and so on), whose fields a test gives, and
 * reads again when the programs have run.
 */
public final class ContextEvent {
    /** Fields that point to bytes, each with what points behind them. */
    private static final Map<String, String> BYTES =
            Map.of("data", "data_end", "optval", "optval_end", "skb_data", "skb_data_end");

    /** {@code optlen} by which a program of {@code setsockopt} says that nobody else needs to see the option. */
    private static final int HANDLED = -1;

    private final Stage stage;
    private final HookPoint point;
    private final ContextLayout layout;
    private final long address;
    private final Map<String, Long> buffers = new HashMap<>();
    private @Nullable SystemControl control;
    private @Nullable SkMessage message;
    private byte[] before;
    private int answer;

    /** @param section as programs that attach there have it: {@code cgroup/connect4}, {@code sockops} */
    ContextEvent(Stage stage, String section) {
        ProgramType.Section known = ProgramType.ofSection(section);
        this.layout = known == null
                ? new ContextLayout("", 0, List.of())
                : ContextLayout.of(known.type(), known.name().attachType());
        String prefix = HookKind.CONTROL_GROUP.label() + "/";
        if (section.startsWith(prefix)) {
            this.point = new HookPoint(HookKind.CONTROL_GROUP, section.substring(prefix.length()));
        } else if (section.equals(HookKind.SK_MSG.label())) {
            this.point = new HookPoint(HookKind.SK_MSG, "");
        } else {
            this.point = new HookPoint(HookKind.SOCK_OPS, "");
        }
        if (layout.isMemory()
                || !point.toString().equals(section)
                || layout.struct().equals("__sk_buff")) {
            throw new IllegalArgumentException(
                    section + " is no section of programs for control groups or TCP connections");
        }
        this.stage = stage;
        this.address = stage.kernel().memory().allocate(layout.size(), 8, "context at " + section);
        this.before = new byte[layout.size()];
    }

    /** Another of the kind: nothing is known about it yet. */
    public ContextEvent anew() {
        memory().fill(address, layout.size(), (byte) 0);
        buffers.values().forEach(memory()::free);
        buffers.clear();
        release();
        message = null;
        control = null;
        return this;
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

    /** It happens to this socket: fields that tell about it are those of the socket. */
    public ContextEvent of(OpenSocket socket) {
        new SocketView(this, socket).show();
        return this;
    }

    /**
     * It happens to this system control, which is written if it knows what to.
     *
     * @throws IllegalArgumentException if these programs are for something else
     */
    public ContextEvent of(SystemControl value) {
        with("write", value.isWritten() ? 1 : 0);
        control = value;
        return this;
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
            memory().writeByte(address + place.offset() + i, (byte) (value >>> Byte.SIZE * i));
        }
        return this;
    }

    /** The whole context, as it lies in memory. */
    public ContextEvent with(byte[] struct) {
        if (struct.length != layout.size()) {
            throw new IllegalArgumentException(
                    point + ": a context of " + struct.length + " bytes, expected " + layout.size());
        }
        memory().write(address, struct);
        return this;
    }

    /**
     * The bytes that a field of the context points to: {@code data} of a message, {@code optval} of an option,
     * {@code skb_data} of a segment.
     *
     * @throws IllegalArgumentException if the context has no such field
     */
    public ContextEvent with(String field, byte[] bytes) {
        String end = BYTES.get(field);
        if (end == null || !has(field)) {
            throw new IllegalArgumentException(point + " has no bytes " + field + ", expected one of "
                    + BYTES.keySet().stream().filter(this::has).sorted().toList());
        }
        if (point.kind() == HookKind.SK_MSG) {
            release();
            message = new SkMessage(memory(), address, bytes);
            return this;
        }
        Long old = buffers.remove(field);
        if (old != null) {
            memory().free(old);
        }
        long buffer = memory().allocate(Math.max(1, bytes.length), 8, field + " at " + point);
        buffers.put(field, buffer);
        memory().write(buffer, bytes);
        with(field, buffer).with(end, buffer + bytes.length);
        return has("optlen") ? with("optlen", bytes.length) : this;
    }

    /** The message that was sent before is gone. */
    private void release() {
        SkMessage old = message;
        if (old != null) {
            old.free();
        }
    }

    /**
     * The bytes that a field points to, as programs left them.
     *
     * @throws IllegalArgumentException if the event has none
     */
    public byte[] bytes(String field) {
        SkMessage sent = message;
        if (sent != null) {
            return sent.bytes();
        }
        String end = BYTES.get(field);
        if (end == null || !buffers.containsKey(field)) {
            throw new IllegalArgumentException(point + " was given no bytes " + field);
        }
        long size = get(end) - get(field);
        long wanted = has("optlen") ? Math.max(0, (int) get("optlen")) : size;
        return memory().bytes(get(field), (int) Math.min(size, wanted));
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
            value = value << Byte.SIZE | memory().readByte(address + place.offset() + i) & 0xff;
        }
        return value;
    }

    /** Whether the context has a field of this name. */
    boolean has(String field) {
        return layout.fields().stream().anyMatch(each -> each.name().equals(field));
    }

    String struct() {
        return layout.struct();
    }

    long address() {
        return address;
    }

    AddressSpace memory() {
        return stage.kernel().memory();
    }

    private record Place(int offset, int size) {}

    private Place place(String field) {
        int bracket = field.indexOf('[');
        String name = bracket < 0 ? field : field.substring(0, bracket);
        int index = bracket < 0 ? 0 : index(field, bracket);
        for (ContextField each : layout.fields()) {
            int unit = each.unitBytes();
            if (each.name().equals(name) && index >= 0 && (index + 1L) * unit <= each.size()) {
                return new Place(each.offset() + index * unit, Math.min(unit, Long.BYTES));
            }
        }
        throw new IllegalArgumentException(point + " has no field " + field + ", expected one of "
                + layout.fields().stream().map(ContextField::name).toList());
    }

    private static int index(String field, int bracket) {
        String digits = field.endsWith("]") ? field.substring(bracket + 1, field.length() - 1) : "";
        return digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : -1;
    }

    /** The context as it stands in memory. */
    public byte[] context() {
        return memory().bytes(address, layout.size());
    }

    /** It happens, and only this program runs, which need not be attached; gives r0. */
    public long run(BpfProgram program) {
        before = context();
        return stage.run(program, new Occurrence(), address, behind());
    }

    /**
     * It happens: every program runs.
     *
     * @return false if one of them refused; programs of {@code sockops} do not
     */
    public boolean fire() {
        before = context();
        SystemControl asked = control;
        if (asked != null) {
            asked.restore();
        }
        Occurrence occurrence = new Occurrence();
        // A program of getsockopt sees what the kernel answered, and answers in the same place.
        boolean shared = point.target().equals("getsockopt");
        occurrence.answer(shared ? (int) get("retval") : 0);
        boolean allowed = true;
        for (Hook hook : stage.kernel().hooks().concerned(point.kind(), point.target())) {
            for (Link link : hook.links()) {
                if (shared) {
                    with("retval", occurrence.answer());
                }
                boolean passed = run(link, occurrence);
                allowed &= passed;
                if (shared) {
                    occurrence.answer((int) get("retval"));
                }
                if (!passed && occurrence.answer() >= 0) {
                    occurrence.answer(Errno.EPERM.result());
                }
            }
        }
        answer = occurrence.answer();
        return allowed;
    }

    private boolean run(Link link, Occurrence occurrence) {
        long result = link.run(stage.invocation(), stage.cpu(), occurrence, address, behind());
        return switch (point.kind()) {
            // What is above the lowest bit is about something else: ports below 1024, congestion.
            case CONTROL_GROUP -> (result & 1) != 0;
            case SK_MSG -> (int) result == 1;
            default -> (int) result != 0;
        };
    }

    private @Nullable ProgramContext behind() {
        return message != null ? message : control;
    }

    /**
     * What the system call returns after {@link #fire}: 0, {@code -EPERM} if a program refused, or what programs set;
     * an option that is longer now than its buffer is {@code -EFAULT}.
     */
    public int answer() {
        if (point.kind() != HookKind.CONTROL_GROUP) {
            return 0;
        }
        if (answer == 0 && buffers.containsKey("optval")) {
            int length = (int) get("optlen");
            long room = get("optval_end") - get("optval");
            boolean sets = point.target().equals("setsockopt");
            return length > room || length < (sets ? HANDLED : 0) ? Errno.EFAULT.result() : 0;
        }
        return answer;
    }

    /** Whether a program of {@code setsockopt} took care of the option, so that the kernel does not see it. */
    public boolean isHandled() {
        return point.target().equals("setsockopt") && (int) get("optlen") == HANDLED;
    }

    /** The message that was sent, after {@link #fire}; empty where the event is something else. */
    public Optional<SkMessage> message() {
        return Optional.ofNullable(message);
    }

    /** The system control that it happened to; empty where the event is something else. */
    public Optional<SystemControl> control() {
        return Optional.ofNullable(control);
    }

    /** The fields that programs changed in {@link #fire}, with what they hold now. */
    public Map<String, Long> changes() {
        Map<Integer, String> names = new LinkedHashMap<>();
        for (ContextField field : layout.fields()) {
            int unit = field.unitBytes();
            for (int index = 0; index * unit < field.size(); index++) {
                boolean one = unit == field.size();
                if (one || !names.containsKey(field.offset() + index * unit)) {
                    names.put(field.offset() + index * unit, one ? field.name() : field.name() + "[" + index + "]");
                }
            }
        }
        Map<String, Long> changes = new LinkedHashMap<>();
        names.values().forEach(name -> {
            Place place = place(name);
            boolean changed = false;
            for (int i = 0; i < place.size(); i++) {
                changed |= before[place.offset() + i] != memory().readByte(address + place.offset() + i);
            }
            if (changed && !BYTES.containsKey(name) && !BYTES.containsValue(name)) {
                changes.put(name, get(name));
            }
        });
        return changes;
    }
}
