package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import java.util.Locale;

/**
 * Whether an access stays in a piece of memory of known size, wherever in its range the pointer is; the kernel's
 * {@code check_mem_region_access()}.
 */
final class RegionAccess {
    /** Offsets at or above this cannot be checked without overflow. */
    static final long MAX_VARIABLE_OFFSET = 1 << 29;

    private static final int MAX_PACKET_OFFSET = 0xffff;

    private final Verification verification;

    RegionAccess(Verification verification) {
        this.verification = verification;
    }

    /** Whether nothing may be accessed as well. */
    enum Emptiness {
        ALLOWED,
        REFUSED
    }

    void check(int base, int offset, int size, int memorySize, Emptiness emptiness) {
        Scalar variable = verification.register(base).scalar();
        long least = variable.smin() + offset;
        if (variable.smin() < 0 && (variable.smin() == Long.MIN_VALUE || least != (int) least || least < 0)) {
            throw negative(base);
        }
        if (!fits(base, (int) least, size, memorySize, emptiness)) {
            throw verification.reject(Errno.EACCES, "R" + base + " min value is outside of the allowed memory range");
        }
        if (Long.compareUnsigned(variable.umax(), MAX_VARIABLE_OFFSET) >= 0) {
            throw verification.reject(
                    Errno.EACCES, "R" + base + " unbounded memory access, make sure to bounds check any such access");
        }
        if (!fits(base, (int) (variable.umax() + offset), size, memorySize, emptiness)) {
            throw verification.reject(Errno.EACCES, "R" + base + " max value is outside of the allowed memory range");
        }
    }

    private dev.skep.verifier.explore.Rejection negative(int base) {
        return verification.reject(
                Errno.EACCES,
                "R" + base + " min value is negative, either use unsigned index or do a if (index >=0) check.");
    }

    /** Says why when it does not. */
    private boolean fits(int base, int offset, int size, int memorySize, Emptiness emptiness) {
        boolean sizeIsFine = size > 0 || (size == 0 && emptiness == Emptiness.ALLOWED);
        if (offset >= 0 && sizeIsFine && (long) offset + size <= Integer.toUnsignedLong(memorySize)) {
            return true;
        }
        RegisterState pointer = verification.register(base);
        String place = " off=" + offset + " size=" + size;
        boolean plain = pointer.type().flags() == 0;
        if (plain && pointer.kind() == RegisterKind.MAP_KEY) {
            verification.log.line("invalid access to map key, key_size=" + memorySize + place);
        } else if (plain && pointer.kind() == RegisterKind.MAP_VALUE) {
            verification.log.line("invalid access to map value, value_size=" + memorySize + place);
        } else if (plain && pointer.kind().isPacketOrEnd()) {
            verification.log.line("invalid access to packet, off=" + offset + " size=" + size + ", R" + base + "(id="
                    + pointer.id() + ",off=" + offset + ",r=" + memorySize + ")");
        } else {
            verification.log.line(String.format(
                    Locale.ROOT,
                    "invalid access to memory, mem_size=%s off=%d size=%d",
                    Integer.toUnsignedString(memorySize),
                    offset,
                    size));
        }
        return false;
    }

    /** Packets: only what was compared with the end of the packet before. */
    void checkPacket(int base, int offset, int size, Emptiness emptiness) {
        RegisterState pointer = verification.register(base);
        if (pointer.scalar().smin() < 0) {
            throw negative(base);
        }
        int range = pointer.first();
        if (range < 0) {
            throw verification.reject(Errno.EINVAL, "R" + base + " offset is outside of the packet");
        }
        if (!fits(base, offset, size, range, emptiness)) {
            throw verification.reject(Errno.EACCES, "R" + base + " offset is outside of the packet");
        }
    }

    /** Whether a packet pointer this far on can still be compared with the end without overflow. */
    static boolean isPacketOffset(long offset) {
        return Long.compareUnsigned(offset, MAX_PACKET_OFFSET) <= 0;
    }
}
