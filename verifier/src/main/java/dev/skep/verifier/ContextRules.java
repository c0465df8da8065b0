package dev.skep.verifier;

import dev.skep.kernel.Capability;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.context.ContextField;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.context.ContextRegister;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.check.AccessRules;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.StructType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The context of a program, by its table, or by the little that is known about those without one. */
final class ContextRules implements AccessRules {
    private static final int MAX_TRACEPOINT_BYTES = 8192;
    private static final int MAX_ARGUMENT_BYTES = 96;
    private static final int MAX_SYSCALL_BYTES = 0xffff;

    private final ProgramType type;
    private final ContextLayout layout;
    private final Function<String, StructType> kernelTypes;
    private final @Nullable TracedArguments arguments;
    private final Privilege privilege;

    /** @param arguments of the function that the program is attached to, where they are known */
    ContextRules(
            ProgramType type,
            AttachType attachType,
            Function<String, StructType> kernelTypes,
            @Nullable TracedArguments arguments,
            Privilege privilege) {
        this.type = type;
        this.privilege = privilege;
        this.layout = ContextLayout.of(type, attachType);
        this.kernelTypes = kernelTypes;
        this.arguments = arguments;
    }

    @Override
    public @Nullable Field find(int offset, int size, Access access) {
        if (layout.isMemory()) {
            return memory(offset, size, access);
        }
        ContextField field = layout.field(
                access == Access.WRITE ? dev.skep.kernel.context.Access.WRITE : dev.skep.kernel.context.Access.READ,
                offset,
                size);
        if (field == null
                || isWithheld(field, access)
                || (access == Access.READ_SIGN_EXTENDED && field.register() != ContextRegister.SCALAR)) {
            return null;
        }
        int whole = size < field.unitBytes() ? field.unitBytes() : 0;
        return access == Access.WRITE ? new Field(RegisterType.SCALAR, null, whole) : read(field.register(), whole);
    }

    /** What programs that anybody may load do not get to see: {@code cg_skb_is_valid_access()}. */
    private boolean isWithheld(ContextField field, Access access) {
        if (type != ProgramType.CGROUP_SKB || privilege.has(Capability.BPF)) {
            return false;
        }
        return switch (field.name()) {
            case "data", "data_end" -> true;
            case "tstamp" -> access == Access.WRITE;
            default -> false;
        };
    }

    private Field read(ContextRegister register, int whole) {
        return switch (register) {
            case SCALAR -> new Field(RegisterType.SCALAR, null, whole);
            case PACKET -> pointer(RegisterKind.PACKET);
            case PACKET_END -> pointer(RegisterKind.PACKET_END);
            case PACKET_META -> pointer(RegisterKind.PACKET_META);
            case SOCKET -> pointer(RegisterKind.SOCKET);
            case SOCKET_OR_NULL -> maybe(RegisterKind.SOCKET);
            case SOCK_COMMON_OR_NULL -> maybe(RegisterKind.SOCK_COMMON);
            case FLOW_KEYS -> pointer(RegisterKind.FLOW_KEYS);
            case TRUSTED_SK_BUFF -> struct("sk_buff");
            case TRUSTED_HOOK_STATE -> struct("nf_hook_state");
        };
    }

    private static Field pointer(RegisterKind kind) {
        return new Field(RegisterType.of(kind), null, 0);
    }

    private static Field maybe(RegisterKind kind) {
        return new Field(RegisterType.of(kind, RegisterType.MAYBE_NULL), null, 0);
    }

    private Field struct(String name) {
        return new Field(RegisterType.BTF_ID.with(RegisterType.TRUSTED), kernelTypes.apply(name), 0);
    }

    private @Nullable Field memory(int offset, int size, Access access) {
        boolean reads = access != Access.WRITE;
        boolean aligned = offset >= 0 && offset % size == 0;
        return switch (type) {
            // What the record begins with is the kernel's.
            case TRACEPOINT -> scalar(reads && aligned && offset >= Long.BYTES && offset < MAX_TRACEPOINT_BYTES);
            case RAW_TRACEPOINT -> scalar(reads && aligned && offset < MAX_ARGUMENT_BYTES);
            case RAW_TRACEPOINT_WRITABLE -> {
                if (offset == 0) {
                    yield size == Long.BYTES && reads ? pointer(RegisterKind.TP_BUFFER) : null;
                }
                yield scalar(reads && aligned && offset < MAX_ARGUMENT_BYTES);
            }
            case SYSCALL -> scalar(aligned && offset < MAX_SYSCALL_BYTES);
            case LIRC_MODE2 -> scalar(reads && offset == 0 && size == Integer.BYTES);
            case TRACING, LSM, STRUCT_OPS -> argument(reads && aligned && offset < MAX_ARGUMENT_BYTES, offset, size);
            default -> null;
        };
    }

    private @Nullable Field argument(boolean allowed, int offset, int size) {
        if (allowed && arguments != null) {
            return arguments.read(offset, size);
        }
        return scalar(allowed && size == Long.BYTES);
    }

    private static @Nullable Field scalar(boolean allowed) {
        return allowed ? Field.SCALAR : null;
    }
}
