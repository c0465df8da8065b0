package dev.skep.verifier.transfer;

import dev.skep.kernel.map.MapType;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SpecialField;
import dev.skep.verifier.state.VerifierState;

/** A pointer that may be NULL was compared with 0; the kernel's {@code mark_ptr_or_null_regs()}. */
public final class NullChecks {
    private NullChecks() {}

    /** What the branch says. */
    enum Side {
        NULL,
        NOT_NULL
    }

    static void mark(VerifierState state, int number, Side side) {
        FrameState frame = state.current();
        int reference = frame.registers[number].reference();
        int id = frame.registers[number].id();
        if (reference != 0 && reference == id && side == Side.NULL) {
            state.releasePointer(id);
        }
        state.replaceRegisters(register -> marked(register, id, side));
    }

    private static RegisterState marked(RegisterState register, int id, Side side) {
        if (!register.type().mayBeNull()
                || register.id() != id
                || (id == 0 && !register.type().has(RegisterType.RCU))) {
            return register;
        }
        if (!register.scalar().isConstant(0)) {
            return register;
        }
        if (side == Side.NULL) {
            return register.withType(RegisterType.SCALAR).withId(0).withReference(0);
        }
        RegisterState notNull = notNull(register);
        return mayHoldLock(notNull) ? notNull : notNull.withId(0);
    }

    private static boolean mayHoldLock(RegisterState register) {
        return switch (register.kind()) {
            case MAP_VALUE -> register.target() instanceof MapView map && map.hasLock();
            case BTF_ID ->
                register.type().has(RegisterType.ALLOC)
                        && register.target() instanceof dev.skep.verifier.state.StructType type
                        && type.holdsLock();
            default -> false;
        };
    }

    /** The pointer that it is when it is not NULL; of a value that is a map or a socket, that. */
    public static RegisterState notNull(RegisterState register) {
        if (register.kind() != RegisterKind.MAP_VALUE || !(register.target() instanceof MapView map)) {
            return register.withType(register.type().without(RegisterType.MAYBE_NULL));
        }
        MapView inner = map.inner();
        if (inner != null) {
            RegisterState pointer = register.withType(RegisterType.MAP_PTR).withTarget(inner);
            boolean hasWork = inner.has(SpecialField.Kind.TIMER)
                    || inner.has(SpecialField.Kind.WORKQUEUE)
                    || inner.has(SpecialField.Kind.TASK_WORK);
            return hasWork ? pointer.withFirst(register.id()) : pointer;
        }
        if (map.type() == MapType.XSKMAP) {
            return register.withType(RegisterType.XDP_SOCK);
        }
        if (map.type() == MapType.SOCKMAP || map.type() == MapType.SOCKHASH) {
            return register.withType(RegisterType.SOCKET);
        }
        return register.withType(RegisterType.MAP_VALUE);
    }
}
