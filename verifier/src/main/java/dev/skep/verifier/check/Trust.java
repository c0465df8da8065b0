package dev.skep.verifier.check;

import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;

/** Which pointers the kernel vouches for. */
public final class Trust {
    private Trust() {}

    /** The kernel's {@code is_trusted_reg()}. */
    static boolean isTrusted(RegisterState register) {
        RegisterType type = register.type();
        if (register.reference() != 0) {
            return true;
        }
        if (isAlwaysTrusted(type.kind()) && !hasUnsafeModifiers(type)) {
            return true;
        }
        return type.has(RegisterType.TRUSTING) && !hasUnsafeModifiers(type);
    }

    private static boolean isAlwaysTrusted(RegisterKind kind) {
        return switch (kind) {
            case SOCKET, SOCK_COMMON, TCP_SOCK, MAP_PTR -> true;
            default -> false;
        };
    }

    static boolean hasUnsafeModifiers(RegisterType type) {
        return (type.flags() & ~RegisterType.TRUSTING) != 0;
    }

    /** Whether a comparison with 0 can only go one way. */
    public static boolean isNeverNull(RegisterState register) {
        RegisterType type = register.type();
        if (type.mayBeNull()) {
            return false;
        }
        return switch (type.kind()) {
            case SOCKET, TCP_SOCK, MAP_VALUE, MAP_KEY, SOCK_COMMON, MAP_PTR -> true;
            case BTF_ID -> isTrusted(register);
            case MEM -> !type.has(RegisterType.UNTRUSTED);
            default -> false;
        };
    }
}
