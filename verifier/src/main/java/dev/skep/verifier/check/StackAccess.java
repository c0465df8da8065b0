package dev.skep.verifier.check;

import dev.skep.isa.Immediate;
import dev.skep.isa.Instruction.Store;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of the stack by instructions: spills, fills, and bytes; the kernel's {@code check_stack_read()} and
 * {@code check_stack_write()}.
 */
final class StackAccess {
    private final Verification verification;
    private final StackBounds bounds;
    private final Dynptrs dynptrs;
    private final ScalarIds ids;

    StackAccess(Verification verification, StackBounds bounds, Dynptrs dynptrs) {
        this.verification = verification;
        this.bounds = bounds;
        this.dynptrs = dynptrs;
        this.ids = new ScalarIds(verification);
    }

    void access(MemoryOperand operand, int offset) {
        bounds.check(operand.base(), offset, operand.size(), operand.kind());
        RegisterState pointer = verification.register(operand.base());
        FrameState frame = verification.frameOf(pointer);
        boolean fixed = pointer.scalar().isConstant();
        int where = offset + (int) pointer.scalar().value();
        if (operand.stores()) {
            if (fixed) {
                writeAt(operand, frame, where);
            } else {
                writeSomewhere(operand, frame, offset);
            }
        } else if (fixed) {
            readAt(operand, frame, where);
        } else {
            readSomewhere(operand, frame, offset);
        }
    }

    // Writes.

    private @Nullable Immediate storedConstant(MemoryOperand operand) {
        return verification.code.at(operand.instruction()) instanceof Store store
                        && store.source() instanceof Immediate constant
                ? constant
                : null;
    }

    private void writeAt(MemoryOperand operand, FrameState frame, int offset) {
        int top = -offset - 1;
        int index = top / StackSlot.SIZE;
        int size = operand.size();
        StackSlot slot = frame.slot(index);
        if (!verification.mayLeakPointers() && slot.isSpill() && !slot.isScalarSpill() && size != StackSlot.SIZE) {
            throw verification.reject(Errno.EACCES, "attempt to corrupt spilled pointer on stack");
        }
        RegisterState value = operand.value() >= 0 ? verification.register(operand.value()) : null;
        guardSpeculation(operand, slot, top, value);
        dynptrs.destroyAt(frame, index);
        boolean aligned = offset % StackSlot.SIZE == 0;
        if (aligned && size == StackSlot.SIZE) {
            verification.liveness.write(frame.number, index);
        }
        keepFastcallContract(frame, operand.instruction(), offset);
        verification.scratchSlot(index);
        slot = frame.slot(index);
        Immediate constant = storedConstant(operand);
        if (value != null && aligned && value.isScalar() && verification.isBpfCapable()) {
            spillScalar(operand, frame, index, value);
        } else if (value == null && aligned && constant != null && verification.isBpfCapable()) {
            frame.slot(index, slot.spill(RegisterState.scalar(Scalar.constant(constant.value())), size));
        } else if (value != null && value.kind().isSpillable()) {
            spillPointer(operand, frame, index, value);
        } else {
            writeBytes(operand, frame, index, top, value);
            return;
        }
        verification.pushHistory(JumpHistory.stackAccess(frame.number, index), 0);
    }

    private void guardSpeculation(MemoryOperand operand, StackSlot slot, int top, @Nullable RegisterState value) {
        if (verification.ignoresSpeculation()) {
            return;
        }
        boolean guarded = value != null && value.kind().isSpillable();
        for (int index = 0; index < operand.size() && !guarded; index++) {
            SlotType type = slot.at((top - index) % StackSlot.SIZE);
            guarded = type != SlotType.MISC && type != SlotType.ZERO;
        }
        if (guarded) {
            verification.facts[operand.instruction()].barrierAfter = true;
        }
    }

    private void spillScalar(MemoryOperand operand, FrameState frame, int index, RegisterState value) {
        boolean fits = value.scalar().width() <= operand.size() * 8;
        RegisterState spilled = value;
        if (fits) {
            spilled = ids.assign(operand.value());
        }
        frame.slot(index, frame.slot(index).spill(fits ? spilled : spilled.withId(0), operand.size()));
    }

    private void spillPointer(MemoryOperand operand, FrameState frame, int index, RegisterState value) {
        if (operand.size() != StackSlot.SIZE) {
            verification.showLine(operand.instruction());
            throw verification.reject(Errno.EACCES, "invalid size of register spill");
        }
        if (frame != verification.frame() && value.type().equals(RegisterType.STACK)) {
            throw verification.reject(Errno.EINVAL, "cannot spill pointers to stack into stack frame of the caller");
        }
        frame.slot(index, frame.slot(index).spill(value, operand.size()));
    }

    private void writeBytes(
            MemoryOperand operand, FrameState frame, int index, int top, @Nullable RegisterState value) {
        StackSlot slot = frame.slot(index);
        slot = slot.with(slot.spilled().withType(RegisterType.NOT_INIT));
        if (slot.isSpecial()) {
            slot = slot.scrubbed();
        }
        frame.slot(index, slot);
        SlotType type = SlotType.MISC;
        if (isZero(operand, value)) {
            // Zeros are remembered, so that the number must be known to be 0.
            if (operand.value() >= 0) {
                verification.precision.mark(operand.value());
            }
            type = SlotType.ZERO;
        }
        slot = frame.slot(index);
        for (int offset = 0; offset < operand.size(); offset++) {
            slot = slot.with((top - offset) % StackSlot.SIZE, type);
        }
        frame.slot(index, slot);
    }

    private boolean isZero(MemoryOperand operand, @Nullable RegisterState value) {
        if (value != null) {
            return value.isNull();
        }
        Immediate constant = storedConstant(operand);
        return constant != null && constant.value() == 0;
    }

    /** Any of these bytes may be written, so that none keeps what it was. */
    private void writeSomewhere(MemoryOperand operand, FrameState frame, int offset) {
        Scalar variable = verification.register(operand.base()).scalar();
        int least = (int) variable.smin() + offset;
        int end = (int) variable.smax() + offset + operand.size();
        RegisterState value = operand.value() >= 0 ? verification.register(operand.value()) : null;
        boolean zero = isZero(operand, value);
        for (int where = least; where < end; where++) {
            dynptrs.destroyAt(frame, (-where - 1) / StackSlot.SIZE);
        }
        keepFastcallContract(frame, operand.instruction(), least);
        boolean zeroMatters = false;
        for (int where = least; where < end; where++) {
            zeroMatters |= writeMaybe(operand, frame, where, zero);
        }
        if (zeroMatters && operand.value() >= 0) {
            verification.precision.mark(operand.value());
        }
    }

    /** @return whether it mattered that a zero is written */
    private boolean writeMaybe(MemoryOperand operand, FrameState frame, int where, boolean zero) {
        int top = -where - 1;
        int index = top / StackSlot.SIZE;
        StackSlot slot = frame.slot(index);
        SlotType type = slot.at(top % StackSlot.SIZE);
        verification.scratchSlot(index);
        if (!verification.mayLeakPointers() && type != SlotType.MISC && type != SlotType.ZERO) {
            verification.log.say("spilled ptr in range of var-offset stack write; insn " + operand.instruction()
                    + ", ptr off: " + where);
            throw new dev.skep.verifier.explore.Rejection(Errno.EINVAL);
        }
        if (zero
                && type == SlotType.SPILL
                && slot.isScalarSpill()
                && slot.spilled().isNull()) {
            return true;
        }
        slot = slot.with(slot.spilled().withType(RegisterType.NOT_INIT));
        slot = slot.isSpecial() ? slot.scrubbed() : slot;
        boolean stays = zero && slot.at(top % StackSlot.SIZE) == SlotType.ZERO;
        if (type == SlotType.INVALID && !verification.mayReadUnwrittenStack()) {
            verification.log.say("uninit stack in range of var-offset write prohibited for !root; insn "
                    + operand.instruction() + ", off: " + where);
            throw new dev.skep.verifier.explore.Rejection(Errno.EINVAL);
        }
        frame.slot(index, slot.with(top % StackSlot.SIZE, stays ? SlotType.ZERO : SlotType.MISC));
        return stays;
    }

    // Reads.

    private void readAt(MemoryOperand operand, FrameState frame, int offset) {
        int top = -offset - 1;
        int index = top / StackSlot.SIZE;
        StackSlot slot = frame.slot(index);
        verification.scratchSlot(index);
        keepFastcallContract(verification.frame(), operand.instruction(), offset);
        verification.liveness.read(frame.number, index);
        boolean fills = slot.isSpill() ? fill(operand, slot, top, offset) : readBytes(operand, frame, top, offset);
        if (fills) {
            verification.pushHistory(JumpHistory.stackAccess(frame.number, index), 0);
        }
    }

    /** @return whether the register is what was spilled, or a part of it */
    private boolean fill(MemoryOperand operand, StackSlot slot, int top, int offset) {
        RegisterState spilled = slot.spilled();
        int spillSize = slot.spillSize();
        int size = operand.size();
        int value = operand.value();
        if (size == StackSlot.SIZE && spillSize == StackSlot.SIZE) {
            if (value >= 0) {
                verification.register(value, spilled);
            } else if (verification.isSecret(spilled)) {
                throw verification.reject(Errno.EACCES, "leaking pointer from stack off " + offset);
            }
            return true;
        }
        if (!spilled.isScalar()) {
            verification.showLine(verification.instruction);
            throw verification.reject(Errno.EACCES, "invalid size of register fill");
        }
        if (value < 0) {
            // The kernel leaves no trace of such a read.
            return false;
        }
        if (size <= spillSize && isNarrowReadOfSpill(offset, size, spillSize)) {
            int definition = verification.register(value).subregisterDefinition();
            RegisterState filled = spilled.withSubregisterDefinition(definition);
            verification.register(value, spilled.scalar().width() > size * 8 ? filled.withId(0) : filled);
            return true;
        }
        return fillPart(operand, slot, top, offset);
    }

    /** Little endian: the lower bytes of a spill are at its lowest address. */
    private static boolean isNarrowReadOfSpill(int offset, int size, int spillSize) {
        return size <= spillSize && offset % StackSlot.SIZE == 0;
    }

    private boolean fillPart(MemoryOperand operand, StackSlot slot, int top, int offset) {
        int size = operand.size();
        int spills = 0;
        int zeros = 0;
        for (int index = 0; index < size; index++) {
            SlotType type = slot.at((top - index) % StackSlot.SIZE);
            if (type == SlotType.SPILL) {
                spills++;
            } else if (type == SlotType.ZERO) {
                zeros++;
            } else {
                expectReadable(type, offset, index, size);
            }
        }
        int value = operand.value();
        if (spills == size && slot.spilled().scalar().isConstant(0)) {
            verification.register(value, verification.constantZero(verification.register(value)));
            return true;
        }
        if (zeros == size) {
            verification.register(value, verification.constantZero(verification.register(value)));
        } else {
            verification.markUnknown(value);
        }
        return false;
    }

    private void expectReadable(SlotType type, int offset, int index, int size) {
        if (type == SlotType.MISC
                || type == SlotType.ZERO
                || (type == SlotType.INVALID && verification.mayReadUnwrittenStack())) {
            return;
        }
        throw verification.reject(
                Errno.EACCES, "invalid read from stack off " + offset + "+" + index + " size " + size);
    }

    private boolean readBytes(MemoryOperand operand, FrameState frame, int top, int offset) {
        StackSlot slot = frame.slot(top / StackSlot.SIZE);
        for (int index = 0; index < operand.size(); index++) {
            expectReadable(slot.at((top - index) % StackSlot.SIZE), offset, index, operand.size());
        }
        if (operand.value() >= 0) {
            markRead(frame, offset, offset + operand.size(), operand.value());
        }
        return false;
    }

    /** What is read from these bytes: 0 when all of them are, else anything. */
    private void markRead(FrameState frame, int from, int to, int value) {
        int zeros = 0;
        for (int where = from; where < to; where++) {
            int top = -where - 1;
            verification.scratchSlot(top / StackSlot.SIZE);
            if (frame.slot(top / StackSlot.SIZE).at(top % StackSlot.SIZE) != SlotType.ZERO) {
                break;
            }
            zeros++;
        }
        if (zeros == to - from) {
            verification.register(value, verification.constantZero(verification.register(value)));
        } else {
            verification.markUnknown(value);
        }
    }

    private void readSomewhere(MemoryOperand operand, FrameState frame, int offset) {
        if (operand.value() < 0) {
            throw verification.reject(
                    Errno.EACCES,
                    "variable offset stack pointer cannot be passed into helper function; var_off="
                            + verification.register(operand.base()).scalar().tnum() + " off=" + offset + " size="
                            + operand.size());
        }
        bounds.checkInitialised(
                operand.base(), offset, operand.size(), RegionAccess.Emptiness.REFUSED, AccessKind.READ, null);
        Scalar variable = verification.register(operand.base()).scalar();
        int least = (int) variable.smin() + offset;
        int most = (int) variable.smax() + offset;
        markRead(frame, least, most + operand.size(), operand.value());
        keepFastcallContract(frame, verification.instruction, least);
    }

    /** Slots of the spills around calls that may be left out must not be used by anybody else. */
    private void keepFastcallContract(FrameState frame, int instruction, int offset) {
        SubprogramFacts subprogram = verification.subprograms[frame.subprogram];
        if (subprogram.fastcallStackOffset <= offset || verification.facts[instruction].fastcall) {
            return;
        }
        subprogram.giveUpFastcall();
        for (int index = subprogram.start; index < subprogram.end; index++) {
            verification.facts[index].fastcallSpills = 0;
            verification.facts[index].fastcall = false;
        }
    }
}
