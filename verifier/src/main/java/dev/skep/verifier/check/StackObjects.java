package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.StackSlot;

/** Where on the stack an object that spans whole slots is; the kernel's {@code stack_slot_obj_get_spi()}. */
final class StackObjects {
    /** No object can be there. */
    static final int NOWHERE = -1;

    /** Beyond the slots that are in use. */
    static final int BEYOND = -2;

    private final Verification verification;

    StackObjects(Verification verification) {
        this.verification = verification;
    }

    /**
     * The slot at the lowest address of an object of so many slots; says why when there can be none.
     *
     * @return the slot, {@link #NOWHERE} or {@link #BEYOND}
     */
    int slotOf(RegisterState pointer, String what, int slots) {
        if (!pointer.scalar().isConstant()) {
            verification.log.line(what + " has to be at a constant offset");
            return NOWHERE;
        }
        int offset = pointer.offset() + (int) pointer.scalar().value();
        int index = (-offset - 1) / StackSlot.SIZE;
        if (offset % StackSlot.SIZE != 0 || index + 1 < slots) {
            verification.log.line("cannot pass in " + what + " at an offset=" + offset);
            return NOWHERE;
        }
        boolean inUse =
                index - slots + 1 >= 0 && index < verification.frameOf(pointer).slotCount();
        return inUse ? index : BEYOND;
    }

    int expectSlot(RegisterState pointer, String what, int slots) {
        int index = slotOf(pointer, what, slots);
        if (index < 0) {
            throw new Rejection(index == BEYOND ? Errno.ERANGE : Errno.EINVAL);
        }
        return index;
    }

    void read(RegisterState pointer, int first, int slots) {
        for (int index = first; index > first - slots; index--) {
            verification.liveness.read(pointer.frame(), index);
            verification.scratchSlot(index);
        }
    }
}
