package dev.skep.verifier.check;

import dev.skep.helper.ArgumentType;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterType;
import java.util.List;

/** Which registers fit an argument, in the order in which the kernel names them when none does. */
final class ArgumentTypes {
    private static final RegisterType TRUSTED_BTF = RegisterType.of(RegisterKind.BTF_ID, RegisterType.TRUSTED);

    static final List<RegisterType> MEMORY = List.of(
            RegisterType.STACK,
            RegisterType.of(RegisterKind.PACKET),
            RegisterType.of(RegisterKind.PACKET_META),
            RegisterType.MAP_KEY,
            RegisterType.MAP_VALUE,
            RegisterType.MEM,
            RegisterType.of(RegisterKind.MEM, RegisterType.RINGBUF),
            RegisterType.of(RegisterKind.BUF),
            TRUSTED_BTF);
    private static final List<RegisterType> SOCKETS = List.of(
            RegisterType.of(RegisterKind.SOCK_COMMON),
            RegisterType.SOCKET,
            RegisterType.of(RegisterKind.TCP_SOCK),
            RegisterType.XDP_SOCK);
    private static final List<RegisterType> KERNEL_SOCKETS = List.of(
            RegisterType.of(RegisterKind.SOCK_COMMON),
            RegisterType.SOCKET,
            RegisterType.of(RegisterKind.TCP_SOCK),
            RegisterType.XDP_SOCK,
            RegisterType.BTF_ID,
            TRUSTED_BTF);
    private static final List<RegisterType> SCALARS = List.of(RegisterType.SCALAR);
    private static final List<RegisterType> MAP_VALUES = List.of(RegisterType.MAP_VALUE);
    private static final List<RegisterType> VALUES_OR_OBJECTS =
            List.of(RegisterType.MAP_VALUE, RegisterType.of(RegisterKind.BTF_ID, RegisterType.ALLOC));
    private static final List<RegisterType> STRUCTS =
            List.of(RegisterType.BTF_ID, TRUSTED_BTF, RegisterType.of(RegisterKind.BTF_ID, RegisterType.RCU));
    private static final List<RegisterType> PERCPU = List.of(
            RegisterType.of(RegisterKind.BTF_ID, RegisterType.PERCPU),
            RegisterType.of(RegisterKind.BTF_ID, RegisterType.PERCPU | RegisterType.RCU),
            RegisterType.of(RegisterKind.BTF_ID, RegisterType.PERCPU | RegisterType.TRUSTED));
    private static final List<RegisterType> DYNPTRS = List.of(RegisterType.STACK, RegisterType.DYNPTR);

    private ArgumentTypes() {}

    static List<RegisterType> compatible(ArgumentType type) {
        return switch (type.base()) {
            case PTR_TO_MAP_KEY, PTR_TO_MAP_VALUE, PTR_TO_MEM -> MEMORY;
            case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> SCALARS;
            case CONST_MAP_PTR -> List.of(RegisterType.MAP_PTR);
            case PTR_TO_CTX -> List.of(RegisterType.CTX);
            case PTR_TO_SOCK_COMMON -> SOCKETS;
            case PTR_TO_BTF_ID_SOCK_COMMON -> KERNEL_SOCKETS;
            case PTR_TO_SOCKET -> List.of(RegisterType.SOCKET);
            case PTR_TO_BTF_ID -> STRUCTS;
            case PTR_TO_SPIN_LOCK, KPTR_XCHG_DEST -> VALUES_OR_OBJECTS;
            case PTR_TO_RINGBUF_MEM -> List.of(RegisterType.of(RegisterKind.MEM, RegisterType.RINGBUF));
            case PTR_TO_PERCPU_BTF_ID -> PERCPU;
            case PTR_TO_FUNC -> List.of(RegisterType.FUNC);
            case PTR_TO_STACK -> List.of(RegisterType.STACK);
            case PTR_TO_CONST_STR, PTR_TO_TIMER -> MAP_VALUES;
            case PTR_TO_DYNPTR -> DYNPTRS;
            case PTR_TO_ARENA -> List.of(RegisterType.ARENA, RegisterType.SCALAR);
            case ANYTHING, DONTCARE -> SCALARS;
            default -> throw new IllegalArgumentException(type + " is no base type");
        };
    }
}
