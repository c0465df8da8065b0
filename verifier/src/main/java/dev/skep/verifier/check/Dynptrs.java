package dev.skep.verifier.check;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;

/**
 * Dynptrs on the stack: two slots that only helpers may change. The lower address holds the first of them, which is the
 * slot with the higher number.
 */
public final class Dynptrs {
    /** Slots that a dynptr takes. */
    static final int SLOTS = 2;

    private final Verification verification;
    private final StackObjects objects;

    Dynptrs(Verification verification, StackObjects objects) {
        this.verification = verification;
        this.objects = objects;
    }

    /** A plain write to the slot takes the dynptr that is there, and what was made from it. */
    void destroyAt(FrameState frame, int index) {
        if (index >= frame.slotCount() || frame.slot(index).at(0) != SlotType.DYNPTR) {
            return;
        }
        int first = frame.slot(index).spilled().second() != 0 ? index : index + 1;
        RegisterState dynptr = frame.slot(first).spilled();
        if (DynptrType.of(dynptr.first()).isReferenced()) {
            throw verification.reject(Errno.EINVAL, "cannot overwrite referenced dynptr");
        }
        verification.scratchSlot(first);
        verification.scratchSlot(first - 1);
        int id = dynptr.id();
        forget(frame, first);
        verification.state.replaceRegisters(
                register -> isSlice(register) && register.second() == id ? verification.invalid(register) : register);
    }

    private static boolean isSlice(RegisterState register) {
        return register.kind() == RegisterKind.MEM && (register.type().flags() & ~RegisterType.MAYBE_NULL) == 0;
    }

    private void forget(FrameState frame, int first) {
        frame.slot(first, verification.deadSlot());
        frame.slot(first - 1, verification.deadSlot());
        verification.liveness.write(frame.number, first);
        verification.liveness.write(frame.number, first - 1);
    }

    /** Whether a dynptr may be made there; one that is there is destroyed first. */
    boolean mayBeMade(RegisterState pointer) {
        return pointer.kind() != RegisterKind.DYNPTR
                && objects.slotOf(pointer, "dynptr", SLOTS) != StackObjects.NOWHERE;
    }

    /**
     * A helper made one.
     *
     * @param cloned the reference that it shares, 0 for one of its own
     */
    void make(RegisterState pointer, DynptrType type, int instruction, int cloned) {
        FrameState frame = verification.frameOf(pointer);
        int first = objects.expectSlot(pointer, "dynptr", SLOTS);
        destroyAt(frame, first);
        destroyAt(frame, first - 1);
        int id = verification.newId();
        int reference = 0;
        if (type.isReferenced()) {
            reference = cloned;
            if (reference == 0) {
                reference = verification.newId();
                verification.state.addReference(new Reference(Reference.Kind.POINTER, reference, instruction, null));
            }
        }
        long types = StackSlot.all(SlotType.DYNPTR);
        frame.slot(first, new StackSlot(types, register(type, 1, id).withReference(reference)));
        frame.slot(first - 1, new StackSlot(types, register(type, 0, id).withReference(reference)));
        verification.liveness.write(frame.number, first);
        verification.liveness.write(frame.number, first - 1);
    }

    /** A register that holds one. */
    static RegisterState register(DynptrType type, int isFirst, int id) {
        return RegisterState.pointer(RegisterType.DYNPTR, null)
                .withFirst(type.ordinal())
                .withSecond(isFirst)
                .withId(id);
    }

    boolean isValid(RegisterState pointer) {
        if (pointer.kind() == RegisterKind.DYNPTR) {
            return true;
        }
        int first = objects.slotOf(pointer, "dynptr", SLOTS);
        if (first < 0) {
            return false;
        }
        FrameState frame = verification.frameOf(pointer);
        return frame.slot(first).spilled().second() != 0
                && frame.slot(first).isAll(SlotType.DYNPTR)
                && frame.slot(first - 1).isAll(SlotType.DYNPTR);
    }

    /** The first slot, or the register itself where a callback was given one. */
    RegisterState get(RegisterState pointer) {
        if (pointer.kind() == RegisterKind.DYNPTR) {
            return pointer;
        }
        return verification
                .frameOf(pointer)
                .slot(objects.expectSlot(pointer, "dynptr", SLOTS))
                .spilled();
    }

    boolean isOfType(RegisterState pointer, DynptrType type) {
        return get(pointer).first() == type.ordinal();
    }

    void read(RegisterState pointer) {
        if (pointer.kind() != RegisterKind.DYNPTR) {
            objects.read(pointer, objects.expectSlot(pointer, "dynptr", SLOTS), SLOTS);
        }
    }

    /** A helper gave back what it is over: it, its clones and all slices are gone. */
    void release(RegisterState pointer) {
        FrameState frame = verification.frameOf(pointer);
        int first = objects.expectSlot(pointer, "dynptr", SLOTS);
        RegisterState dynptr = frame.slot(first).spilled();
        if (!DynptrType.of(dynptr.first()).isReferenced()) {
            forget(frame, first);
            return;
        }
        int reference = dynptr.reference();
        verification.releaseReference(reference);
        for (int index = 1; index < frame.slotCount(); index++) {
            StackSlot slot = frame.slot(index);
            if (slot.spilled().reference() != reference) {
                continue;
            }
            if (slot.at(0) != SlotType.DYNPTR) {
                throw verification.bug("misconfigured ref_obj_id");
            }
            if (slot.spilled().second() != 0) {
                forget(frame, index);
            }
        }
    }
}
