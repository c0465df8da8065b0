package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;

/** Pointers that may only be used where they point to at first; the kernel's {@code check_ptr_off_reg()}. */
final class PointerOffsets {
    private final Verification verification;

    PointerOffsets(Verification verification) {
        this.verification = verification;
    }

    /** Whether a constant may have been added. */
    enum Fixed {
        ALLOWED,
        REFUSED
    }

    void check(RegisterState pointer, int number, Fixed fixed) {
        if (pointer.offset() < 0) {
            throw verification.reject(
                    Errno.EACCES,
                    "negative offset " + pointer.type() + " ptr R" + number + " off=" + pointer.offset()
                            + " disallowed");
        }
        if (fixed == Fixed.REFUSED && pointer.offset() != 0) {
            throw verification.reject(
                    Errno.EACCES,
                    "dereference of modified " + pointer.type() + " ptr R" + number + " off=" + pointer.offset()
                            + " disallowed");
        }
        if (!pointer.scalar().isConstant(0)) {
            throw verification.reject(
                    Errno.EACCES,
                    "variable " + pointer.type() + " access var_off="
                            + pointer.scalar().tnum() + " disallowed");
        }
    }
}
