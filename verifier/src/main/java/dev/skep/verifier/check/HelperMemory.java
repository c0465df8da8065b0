package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import org.jspecify.annotations.Nullable;

/** Memory that a helper or kfunc is given; the kernel's {@code check_helper_mem_access()}. */
final class HelperMemory {
    private static final int MAX_SIZE = 1 << 29;

    private final Verification verification;
    private final MemoryAccess memory;

    HelperMemory(Verification verification, MemoryAccess memory) {
        this.verification = verification;
        this.memory = memory;
    }

    void check(
            int number,
            int size,
            AccessKind kind,
            RegionAccess.Emptiness emptiness,
            StackBounds.@Nullable Uninitialised uninitialised) {
        RegisterState pointer = verification.register(number);
        RegisterType type = pointer.type();
        switch (pointer.kind()) {
            case PACKET, PACKET_META -> memory.region.checkPacket(number, pointer.offset(), size, emptiness);
            case MAP_KEY -> {
                expectWritable(number, type, kind != AccessKind.WRITE);
                memory.region.check(
                        number,
                        pointer.offset(),
                        size,
                        MapAccess.map(pointer).keySize(),
                        RegionAccess.Emptiness.REFUSED);
            }
            case MAP_VALUE -> {
                memory.maps.checkFlags(MapAccess.map(pointer), pointer.offset(), size, kind);
                memory.maps.check(number, pointer.offset(), size, emptiness, MapAccess.Source.HELPER);
            }
            case MEM -> {
                expectWritable(number, type, kind != AccessKind.WRITE || !type.has(RegisterType.RDONLY));
                memory.region.check(number, pointer.offset(), size, pointer.first(), emptiness);
            }
            case BUF -> {
                boolean readOnly = type.has(RegisterType.RDONLY);
                expectWritable(number, type, kind != AccessKind.WRITE || !readOnly);
                memory.checkBuffer(pointer, number, readOnly ? "rdonly" : "rdwr", pointer.offset(), size);
            }
            case STACK ->
                memory.stackBounds.checkInitialised(number, pointer.offset(), size, emptiness, kind, uninitialised);
            case BTF_ID ->
                memory.structs.access(number, pointer.offset(), size, AccessKind.READ, MemoryOperand.NO_VALUE);
            case CTX -> checkContext(number, size, kind, emptiness, pointer);
            case NOT_INIT,
                    SCALAR,
                    MAP_PTR,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    TP_BUFFER,
                    XDP_SOCK,
                    ARENA,
                    FUNC,
                    DYNPTR -> refuse(number, size, emptiness, pointer);
        }
    }

    private void expectWritable(int number, RegisterType type, boolean fine) {
        if (!fine) {
            throw verification.reject(Errno.EACCES, "R" + number + " cannot write into " + type);
        }
    }

    private void checkContext(
            int number, int size, AccessKind kind, RegionAccess.Emptiness emptiness, RegisterState pointer) {
        if (!verification.subject.contextIsMemory()) {
            refuse(number, size, emptiness, pointer);
            return;
        }
        if (size == 0) {
            if (emptiness == RegionAccess.Emptiness.REFUSED) {
                throw new dev.skep.verifier.explore.Rejection(Errno.EACCES);
            }
            return;
        }
        memory.check(new MemoryOperand(
                verification.instruction,
                number,
                size - 1,
                1,
                kind,
                MemoryOperand.NO_VALUE,
                MemoryOperand.Extension.ZERO,
                MemoryOperand.Alignment.AS_CONFIGURED));
    }

    private void refuse(int number, int size, RegionAccess.Emptiness emptiness, RegisterState pointer) {
        if (emptiness == RegionAccess.Emptiness.ALLOWED && size == 0 && pointer.isNull()) {
            return;
        }
        throw verification.reject(
                Errno.EACCES, "R" + number + " type=" + pointer.type() + " expected=" + RegisterType.STACK);
    }

    /** Memory in the register before, of the size in this one. @return the greatest size */
    long checkSized(
            int number,
            AccessKind kind,
            RegionAccess.Emptiness emptiness,
            StackBounds.@Nullable Uninitialised uninitialised) {
        Scalar size = verification.register(number).scalar();
        long max = size.umax();
        // What may be smaller is not filled for sure, so that it must have been written before.
        StackBounds.Uninitialised raw = size.isConstant() ? uninitialised : null;
        if (size.smin() < 0) {
            throw verification.reject(
                    Errno.EACCES, "R" + number + " min value is negative, either use unsigned or 'var &= const'");
        }
        if (size.umin() == 0 && emptiness == RegionAccess.Emptiness.REFUSED) {
            throw verification.reject(
                    Errno.EACCES,
                    "R" + number + " invalid zero-sized read: u64=[" + size.umin() + "," + size.umax() + "]");
        }
        if (Long.compareUnsigned(max, MAX_SIZE) >= 0) {
            throw verification.reject(
                    Errno.EACCES, "R" + number + " unbounded memory access, use 'var &= const' or 'if (var < const)'");
        }
        check(number - 1, (int) max, kind, emptiness, raw);
        verification.precision.mark(number);
        return max;
    }
}
