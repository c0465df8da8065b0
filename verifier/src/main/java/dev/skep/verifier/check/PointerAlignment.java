package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Tnum;
import dev.skep.verifier.explore.Conditions;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;

/** Whether an access is aligned to its size, where that is asked for; the kernel's {@code check_ptr_alignment()}. */
final class PointerAlignment {
    /** Where the kernel puts the network header: Ethernet's 14 bytes and these make it aligned. */
    private static final int NET_IP_ALIGN = 2;

    private final Verification verification;

    PointerAlignment(Verification verification) {
        this.verification = verification;
    }

    void check(RegisterState pointer, int offset, int size, MemoryOperand.Alignment alignment) {
        boolean strict = verification.conditions.alignment() == Conditions.Alignment.STRICT
                || alignment == MemoryOperand.Alignment.STRICT;
        if (pointer.type().flags() != 0) {
            // What may be NULL, or is otherwise qualified, has no name of its own here.
            check(pointer, "", offset, size, strict);
            return;
        }
        switch (pointer.kind()) {
            case PACKET, PACKET_META -> checkPacket(pointer, offset, size, strict);
            case FLOW_KEYS -> check(pointer, "flow keys ", offset, size, strict);
            case MAP_KEY -> check(pointer, "key ", offset, size, strict);
            case MAP_VALUE -> check(pointer, "value ", offset, size, strict);
            case CTX -> check(pointer, "context ", offset, size, strict);
            // Spills are tracked by slots, so that stack accesses must be aligned always.
            case STACK -> check(pointer, "stack ", offset, size, true);
            case SOCKET -> check(pointer, "sock ", offset, size, strict);
            case SOCK_COMMON -> check(pointer, "sock_common ", offset, size, strict);
            case TCP_SOCK -> check(pointer, "tcp_sock ", offset, size, strict);
            case XDP_SOCK -> check(pointer, "xdp_sock ", offset, size, strict);
            case ARENA -> {}
            case NOT_INIT, SCALAR, MAP_PTR, PACKET_END, TP_BUFFER, BTF_ID, MEM, BUF, FUNC, DYNPTR ->
                check(pointer, "", offset, size, strict);
        }
    }

    private void check(RegisterState pointer, String what, int offset, int size, boolean strict) {
        if (!strict || size == 1) {
            return;
        }
        Tnum address = pointer.scalar().tnum().plus(Tnum.constant(pointer.offset() + offset));
        if (!address.isAligned(size)) {
            throw verification.reject(
                    Errno.EACCES,
                    "misaligned " + what + "access off " + pointer.scalar().tnum() + "+" + pointer.offset() + "+"
                            + offset + " size " + size);
        }
    }

    private void checkPacket(RegisterState pointer, int offset, int size, boolean strict) {
        if (!strict || size == 1) {
            return;
        }
        Tnum address = pointer.scalar().tnum().plus(Tnum.constant(NET_IP_ALIGN + pointer.offset() + offset));
        if (!address.isAligned(size)) {
            throw verification.reject(
                    Errno.EACCES,
                    "misaligned packet access off " + NET_IP_ALIGN + "+"
                            + pointer.scalar().tnum() + "+" + pointer.offset() + "+" + offset + " size " + size);
        }
    }
}
