package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.VerifierState;

/** Saved interrupt flags on the stack; the kernel's {@code process_irq_flag()}. */
final class InterruptFlags {
    private static final String WHAT = "irq_flag";

    private final Verification verification;
    private final StackObjects objects;
    private final MemoryAccess memory;

    InterruptFlags(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.objects = rooms.stackObjects;
        this.memory = rooms.memory;
    }

    /** Who saved the flags must restore them. */
    private enum Saver {
        NATIVE("native"),
        LOCK("lock");

        private final String text;

        Saver(String text) {
            this.text = text;
        }
    }

    void check(String kfunc, int index) {
        int number = index + 1;
        if (!verification.register(number).type().equals(RegisterType.STACK)) {
            throw verification.reject(Errno.EINVAL, "arg#" + index + " doesn't point to an irq flag on stack");
        }
        Saver saver = KfuncNames.usesInterruptFlags(kfunc) ? Saver.LOCK : Saver.NATIVE;
        if (kfunc.equals(KfuncNames.IRQ_SAVE) || kfunc.equals(KfuncNames.RES_LOCK_IRQ)) {
            save(number, saver);
        } else {
            restore(number, saver);
        }
    }

    private void save(int number, Saver saver) {
        RegisterState pointer = verification.register(number);
        int slot = objects.slotOf(pointer, WHAT, 1);
        boolean free = slot == StackObjects.BEYOND
                || (slot >= 0 && isFree(verification.frameOf(pointer).slot(slot)));
        if (!free) {
            throw verification.reject(Errno.EINVAL, "expected uninitialized irq flag as arg#" + (number - 1));
        }
        memory.check(MemoryOperand.write(verification.instruction, number, 0, Long.BYTES));
        int made = objects.expectSlot(pointer, WHAT, 1);
        int id = verification.newId();
        VerifierState state = verification.state;
        state.addReference(new Reference(Reference.Kind.IRQ, id, verification.instruction, null));
        state.activeIrqId = id;
        FrameState frame = verification.frameOf(pointer);
        frame.slot(
                made,
                new StackSlot(
                        StackSlot.all(SlotType.IRQ_FLAG),
                        RegisterState.pointer(RegisterType.STACK, null)
                                .withFirst(saver.ordinal())
                                .withReference(id)));
        verification.liveness.write(frame.number, made);
        verification.scratchSlot(made);
    }

    private static boolean isFree(StackSlot slot) {
        for (int index = 0; index < StackSlot.SIZE; index++) {
            if (slot.at(index) == SlotType.IRQ_FLAG) {
                return false;
            }
        }
        return true;
    }

    private void restore(int number, Saver saver) {
        RegisterState pointer = verification.register(number);
        int slot = objects.slotOf(pointer, WHAT, 1);
        FrameState frame = verification.frameOf(pointer);
        if (slot < 0
                || !frame.slot(slot).isAll(SlotType.IRQ_FLAG)
                || frame.slot(slot).spilled().reference() == 0) {
            throw verification.reject(Errno.EINVAL, "expected an initialized irq flag as arg#" + (number - 1));
        }
        objects.read(pointer, slot, 1);
        RegisterState flag = frame.slot(slot).spilled();
        if (flag.first() != saver.ordinal()) {
            throw verification.reject(
                    Errno.EINVAL,
                    "irq flag acquired by " + Saver.values()[flag.first()].text + " kfuncs cannot be restored with "
                            + saver.text + " kfuncs");
        }
        if (!verification.state.releaseIrq(flag.reference())) {
            throw outOfOrder();
        }
        frame.slot(slot, verification.deadSlot());
        verification.liveness.write(frame.number, slot);
        verification.scratchSlot(slot);
    }

    private Rejection outOfOrder() {
        VerifierState state = verification.state;
        int acquired = 0;
        for (Reference reference : state.references) {
            if (reference.id() == state.activeIrqId) {
                acquired = reference.instruction();
                break;
            }
        }
        return verification.reject(
                Errno.EACCES,
                "cannot restore irq state out of order, expected id=" + state.activeIrqId + " acquired at insn_idx="
                        + acquired);
    }
}
