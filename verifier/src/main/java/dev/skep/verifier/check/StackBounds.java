package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import org.jspecify.annotations.Nullable;

/**
 * Whether an access stays in the stack, and whether what a helper reads there was written before; the kernel's
 * {@code check_stack_access_within_bounds()} and {@code check_stack_range_initialized()}.
 */
final class StackBounds {
    static final int MAX_STACK = 512;

    private final Verification verification;

    StackBounds(Verification verification) {
        this.verification = verification;
    }

    void check(int base, int offset, int size, AccessKind kind) {
        RegisterState pointer = verification.register(base);
        FrameState frame = verification.frameOf(pointer);
        Scalar variable = pointer.scalar();
        String what = kind == AccessKind.READ ? " read from" : " write to";
        long least;
        long end;
        if (variable.isConstant()) {
            least = variable.value() + offset;
            end = least + size;
        } else {
            if (variable.smax() >= RegionAccess.MAX_VARIABLE_OFFSET
                    || variable.smin() <= -RegionAccess.MAX_VARIABLE_OFFSET) {
                throw verification.reject(Errno.EACCES, "invalid unbounded variable-offset" + what + " stack R" + base);
            }
            least = variable.smin() + offset;
            end = variable.smax() + offset + size;
        }
        int lowest =
                kind == AccessKind.WRITE || verification.mayReadUnwrittenStack() ? -MAX_STACK : -frame.stackBytes();
        Errno errno = null;
        if (least < lowest || least > -1) {
            errno = Errno.EACCES;
        } else if (end > 0) {
            errno = Errno.EINVAL;
        } else if (size < 0) {
            errno = Errno.EFAULT;
        }
        if (errno != null) {
            throw verification.reject(
                    errno,
                    variable.isConstant()
                            ? "invalid" + what + " stack R" + base + " off=" + offset + " size=" + size
                            : "invalid variable-offset" + what + " stack R" + base + " var_off=" + variable.tnum()
                                    + " off=" + offset + " size=" + size);
        }
        verification.growStack(frame, (int) -least);
    }

    /** Memory that a helper fills, and that need not be written before. */
    static final class Uninitialised {
        /** Whether that is allowed for this argument. */
        boolean allowed;
        /** What the helper will write, found by looking at the argument. */
        int base;

        int size;
    }

    void checkInitialised(
            int base,
            int offset,
            int size,
            RegionAccess.Emptiness emptiness,
            AccessKind kind,
            @Nullable Uninitialised uninitialised) {
        if (size == 0 && emptiness == RegionAccess.Emptiness.REFUSED) {
            throw verification.reject(Errno.EACCES, "invalid zero-sized read");
        }
        check(base, offset, size, kind);
        RegisterState pointer = verification.register(base);
        Scalar variable = pointer.scalar();
        int least;
        int most;
        Uninitialised raw = uninitialised != null && uninitialised.allowed ? uninitialised : null;
        if (variable.isConstant()) {
            least = (int) variable.value() + offset;
            most = least;
        } else {
            if (!verification.ignoresSpeculation()) {
                throw verification.reject(
                        Errno.EACCES,
                        "R" + base + " variable offset stack access prohibited for !root, var_off=" + variable.tnum());
            }
            raw = null;
            least = (int) variable.smin() + offset;
            most = (int) variable.smax() + offset;
        }
        FrameState frame = verification.frameOf(pointer);
        if (raw != null) {
            expectNoDynptr(frame, least, most + size);
            raw.base = base;
            raw.size = size;
            return;
        }
        for (int where = least; where < most + size; where++) {
            checkByte(base, frame, where, least, size, kind);
        }
    }

    private void expectNoDynptr(FrameState frame, int from, int to) {
        for (int where = from; where < to; where++) {
            int top = -where - 1;
            if (frame.stackBytes() > top
                    && frame.slot(top / StackSlot.SIZE).at(top % StackSlot.SIZE) == SlotType.DYNPTR) {
                throw verification.reject(Errno.EACCES, "potential write to dynptr at off=" + where + " disallowed");
            }
        }
    }

    private void checkByte(int base, FrameState frame, int where, int least, int size, AccessKind kind) {
        int top = -where - 1;
        int index = top / StackSlot.SIZE;
        if (frame.stackBytes() <= top) {
            throw verification.reject(Errno.EFAULT, "allocated_stack too small");
        }
        StackSlot slot = frame.slot(index);
        SlotType type = slot.at(top % StackSlot.SIZE);
        boolean clobbered = kind == AccessKind.WRITE;
        if (type == SlotType.ZERO || (type == SlotType.INVALID && verification.mayReadUnwrittenStack())) {
            if (clobbered) {
                frame.slot(index, slot.with(top % StackSlot.SIZE, SlotType.MISC));
            }
        } else if (type != SlotType.MISC) {
            if (!slot.isSpill() || !(slot.spilled().isScalar() || verification.mayLeakPointers())) {
                throw unreadable(base, where, least, size);
            }
            if (clobbered) {
                frame.slot(index, slot.scrubbed().with(verification.unknown(slot.spilled())));
            }
        }
        verification.liveness.read(frame.number, index);
    }

    private dev.skep.verifier.explore.Rejection unreadable(int base, int where, int least, int size) {
        Scalar variable = verification.register(base).scalar();
        String place = variable.isConstant() ? " off " + least : " var_off " + variable.tnum();
        return verification.reject(
                Errno.EACCES, "invalid read from stack R" + base + place + "+" + (where - least) + " size " + size);
    }
}
