package dev.skep.kernel.hook;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfValue;
import dev.skep.btf.BtfValueException;
import dev.skep.btf.StructLayout;
import dev.skep.kernel.NearestNames;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.task.Task;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A tracepoint whose programs see its record. The record is laid out by the kernel's types: a struct
 * {@code trace_event_raw_NAME}, with what is of variable length behind it.
 */
public final class Tracepoint {
    private static final String LOCATION = "__data_loc_";

    /** Tracepoints that share the record of another name. */
    private static final Map<String, String> SHARED = Map.of(
            "sched_wakeup", "sched_wakeup_template",
            "sched_waking", "sched_wakeup_template",
            "sched_wakeup_new", "sched_wakeup_template",
            "sched_process_free", "sched_process_template",
            "sched_wait_task", "sched_process_template",
            "block_rq_issue", "block_rq",
            "block_rq_insert", "block_rq",
            "kmalloc_node", "kmalloc",
            "net_dev_queue", "net_dev_template",
            "netif_receive_skb", "net_dev_template");

    private final Stage stage;
    private final HookPoint point;
    private final StructLayout layout;
    private final Map<String, Object> values = new LinkedHashMap<>();

    Tracepoint(Stage stage, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "tracepoint " + name + ": expected a system and a name, like" + " sched/sched_switch");
        }
        this.stage = stage;
        this.point = HookPoint.tracepoint(name.substring(0, slash), name.substring(slash + 1));
        this.layout = layout(stage.btf(), name.substring(slash + 1));
    }

    private static StructLayout layout(Btf btf, String event) {
        String[] records = {
            "trace_event_raw_" + event,
            "trace_event_raw_" + SHARED.getOrDefault(event, event),
            event.startsWith("sys_enter_") ? "syscall_trace_enter" : "syscall_trace_exit"
        };
        for (int i = 0; i < (event.startsWith("sys_e") ? 3 : 2); i++) {
            OptionalInt struct = btf.find(records[i], BtfKind.STRUCT);
            if (struct.isPresent()) {
                return StructLayout.of(btf, struct.getAsInt());
            }
        }
        throw Stage.missing("tracepoint", event, NearestNames.of(event, btf, BtfKind.STRUCT, "trace_event_raw_"));
    }

    /** It is passed on this CPU. */
    public Tracepoint on(int cpu) {
        stage.on(cpu);
        return this;
    }

    /** It is passed by this task. */
    public Tracepoint by(Task task) {
        stage.on(stage.cpu(), task);
        return this;
    }

    /**
     * A field of the record; those that are not given are zero. A text of variable length is put behind the record.
     *
     * @throws IllegalArgumentException if the record has no such field
     */
    public Tracepoint with(String field, Object value) {
        if (layout.find(field).isEmpty() && layout.find(LOCATION + field).isEmpty()) {
            throw new IllegalArgumentException(point + " has no field " + field + ", expected one of "
                    + layout.fields().stream()
                            .map(each -> each.name().replace(LOCATION, ""))
                            .filter(each -> !each.startsWith("__") && !each.equals("ent"))
                            .toList());
        }
        values.put(field, value);
        return this;
    }

    /**
     * It is passed. The next time it has other fields.
     *
     * @throws IllegalArgumentException if a value does not fit its field
     */
    public void fire() {
        byte[] record = bytes();
        values.clear();
        stage.record(point.target(), record, stage.kernel().hooks().concerned(HookKind.TRACEPOINT, point.target()));
    }

    /** As {@link #fire()}, with these fields, names and values in turns: {@code fire("pid", 42, "old_pid", 41)}. */
    public void fire(Object... namesAndValues) {
        fire(NamedValues.of(namesAndValues));
    }

    /** As {@link #fire()}, with these fields. */
    public void fire(Map<String, ?> fields) {
        fields.forEach(this::with);
        fire();
    }

    /** It is passed with these fields, and only this program runs, which need not be attached; gives r0. */
    public long run(BpfProgram program, Map<String, ?> fields) {
        fields.forEach(this::with);
        byte[] record = bytes();
        values.clear();
        long address = stage.kernel().memory().allocate(record.length, 8, "record of " + point);
        stage.kernel().memory().write(address, record);
        long result = stage.run(program, new Occurrence(), address);
        stage.kernel().memory().free(address);
        return result;
    }

    private byte[] bytes() {
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        int fixed = fixedSize();
        byte[] bytes = new byte[fixed];
        putNumber(bytes, 4, 4, stage.kernel().tasks().current(stage.cpu()).pid());
        values.forEach((name, value) -> {
            StructLayout.Field field = layout.find(name).orElse(null);
            if (field == null) {
                byte[] text = text(name, value);
                putNumber(
                        bytes,
                        layout.field(LOCATION + name).offset(),
                        4,
                        (long) text.length << 16 | fixed + behind.size());
                behind.writeBytes(text);
            } else {
                byte[] part = part(name, field.type(), value);
                System.arraycopy(part, 0, bytes, (int) field.offset(), part.length);
            }
        });
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes);
        all.writeBytes(behind.toByteArray());
        // The kernel pads records so that they and the word that tells their size fill words of eight bytes.
        while ((all.size() + 4) % 8 != 0) {
            all.write(0);
        }
        return all.toByteArray();
    }

    /** What is of variable length begins at the member {@code __data}. */
    private int fixedSize() {
        return layout.find("__data")
                .map(StructLayout.Field::offset)
                .orElse((long) layout.sizeBytes())
                .intValue();
    }

    private byte[] part(String name, int type, Object value) {
        Btf btf = stage.btf();
        Object written = value instanceof Task task ? (Object) task.address() : value;
        try {
            return BtfValue.write(btf, type, written);
        } catch (BtfValueException e) {
            throw new IllegalArgumentException(point + ", field " + name + ": " + e.getMessage(), e);
        }
    }

    private byte[] text(String name, Object value) {
        return switch (value) {
            case String text -> (text + '\0').getBytes(StandardCharsets.UTF_8);
            case byte[] array -> array;
            default ->
                throw new IllegalArgumentException(point + ", field " + name + ": expected a text, found "
                        + value.getClass().getSimpleName());
        };
    }

    private static void putNumber(byte[] bytes, long at, int size, long value) {
        for (int i = 0; i < size; i++) {
            bytes[(int) at + i] = (byte) (value >>> Byte.SIZE * i);
        }
    }
}
