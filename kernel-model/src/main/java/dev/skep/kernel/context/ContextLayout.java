package dev.skep.kernel.context;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The context struct as programs of one kind (type and attach type) see it.
 *
 * @param struct its name in C; empty when the context is plain memory that has no table: a tracepoint's record, raw
 *     tracepoint arguments, arguments typed by BTF, the bytes given to a syscall program
 * @param size bytes of the struct; 0 for plain memory
 * @param fields in the order of the C struct; those that cannot be accessed are there too
 */
public record ContextLayout(String struct, int size, List<ContextField> fields) {
    private static final ContextLayout MEMORY = new ContextLayout("", 0, List.of());

    public ContextLayout {
        fields = List.copyOf(fields);
    }

    /** What programs of this kind see. */
    public static ContextLayout of(ProgramType type, AttachType attachType) {
        String struct = type.contextStruct();
        return switch (type) {
            case SOCKET_FILTER,
                    SCHED_CLS,
                    SCHED_ACT,
                    CGROUP_SKB,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SK_SKB,
                    FLOW_DISSECTOR -> of(struct, SkBuffLayout.SIZE, SkBuffLayout.ROWS, type, attachType);
            case XDP -> of(struct, XdpLayout.SIZE, XdpLayout.ROWS, type, attachType);
            case CGROUP_SOCK -> of(struct, SocketLayouts.SOCK_SIZE, SocketLayouts.SOCK_ROWS, type, attachType);
            case CGROUP_SOCK_ADDR ->
                of(struct, SocketLayouts.SOCK_ADDR_SIZE, SocketLayouts.SOCK_ADDR_ROWS, type, attachType);
            case SOCK_OPS -> of(struct, SocketLayouts.SOCK_OPS_SIZE, SocketLayouts.SOCK_OPS_ROWS, type, attachType);
            case SK_MSG -> of(struct, SocketLayouts.SK_MSG_SIZE, SocketLayouts.SK_MSG_ROWS, type, attachType);
            case SK_REUSEPORT ->
                of(struct, SocketLayouts.REUSEPORT_SIZE, SocketLayouts.REUSEPORT_ROWS, type, attachType);
            case CGROUP_SOCKOPT -> of(struct, SocketLayouts.SOCKOPT_SIZE, SocketLayouts.SOCKOPT_ROWS, type, attachType);
            case SK_LOOKUP -> of(struct, SocketLayouts.SK_LOOKUP_SIZE, SocketLayouts.SK_LOOKUP_ROWS, type, attachType);
            case KPROBE -> of(struct, OtherLayouts.PT_REGS_SIZE, OtherLayouts.PT_REGS_ROWS, type, attachType);
            case PERF_EVENT -> of(struct, OtherLayouts.PERF_EVENT_SIZE, OtherLayouts.PERF_EVENT_ROWS, type, attachType);
            case CGROUP_SYSCTL -> of(struct, OtherLayouts.SYSCTL_SIZE, OtherLayouts.SYSCTL_ROWS, type, attachType);
            case CGROUP_DEVICE -> of(struct, OtherLayouts.DEVICE_SIZE, OtherLayouts.DEVICE_ROWS, type, attachType);
            case NETFILTER -> of(struct, OtherLayouts.NETFILTER_SIZE, OtherLayouts.NETFILTER_ROWS, type, attachType);
            case TRACEPOINT,
                    RAW_TRACEPOINT,
                    RAW_TRACEPOINT_WRITABLE,
                    TRACING,
                    STRUCT_OPS,
                    EXT,
                    LSM,
                    LIRC_MODE2,
                    SYSCALL -> MEMORY;
        };
    }

    /** Whether the context is plain memory without a table. */
    public boolean isMemory() {
        return fields.isEmpty();
    }

    /** The field through which these bytes may be accessed so; {@code null} when the kernel refuses it. */
    public @Nullable ContextField field(Access access, int offset, int accessSize) {
        for (ContextField field : fields) {
            if (field.accepts(access, offset, accessSize)) {
                return field;
            }
        }
        return null;
    }

    /** An access by one instruction, resolved; {@code null} when the kernel refuses it. */
    public @Nullable ContextAccess access(Access access, int offset, int accessSize) {
        ContextField field = field(access, offset, accessSize);
        return field == null ? null : new ContextAccess(field, offset, accessSize);
    }

    private static ContextLayout of(
            String struct, int size, List<FieldRow> rows, ProgramType type, AttachType attachType) {
        return new ContextLayout(struct, size, FieldRow.fields(rows, type, attachType));
    }
}
