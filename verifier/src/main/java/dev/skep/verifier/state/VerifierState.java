package dev.skep.verifier.state;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known at one point of one path; the kernel's {@code struct bpf_verifier_state}. The current one changes with
 * each instruction; a checkpoint, a copy of it, changes only in its marks.
 */
public final class VerifierState {
    /** How deep calls may nest. */
    public static final int MAX_FRAMES = 8;

    private static final Reference[] NO_REFERENCES = {};

    private final @Nullable FrameState[] frames = new FrameState[MAX_FRAMES];
    public int currentFrame;

    /** Never changed in place, so that states share it. */
    public Reference[] references = NO_REFERENCES;

    public int activeLocks;
    public int activeLockId;
    public @Nullable Object activeLockOwner;
    public int activePreemptLocks;
    public int activeIrqId;
    public boolean activeRcuLock;

    public boolean speculative;
    public boolean sleepable;

    /** The checkpoint before. */
    public @Nullable VerifierState parent;
    /** Paths from here that have not ended. */
    public int branches;

    public int firstInstruction;
    public int lastInstruction;
    public int instruction;
    public int depth;
    public int callbackUnrollDepth;
    public int mayGotoDepth;
    /** Of a path that came back to where it was: the checkpoint that it equals. */
    public @Nullable VerifierState equalState;

    public @Nullable JumpHistory history;

    /** Where it stands in the list of checkpoints; null for all others. */
    public @Nullable Checkpoint checkpoint;

    public FrameState frame(int number) {
        FrameState frame = frames[number];
        if (frame == null) {
            throw new IllegalStateException("no frame " + number + " below " + currentFrame);
        }
        return frame;
    }

    public FrameState current() {
        return frame(currentFrame);
    }

    public void frame(int number, @Nullable FrameState frame) {
        frames[number] = frame;
    }

    public int historyLength() {
        return history == null ? 0 : history.length();
    }

    public VerifierState copy() {
        VerifierState copy = new VerifierState();
        for (int number = 0; number <= currentFrame; number++) {
            copy.frames[number] = frame(number).copy();
        }
        copy.currentFrame = currentFrame;
        copy.references = references;
        copy.activeLocks = activeLocks;
        copy.activeLockId = activeLockId;
        copy.activeLockOwner = activeLockOwner;
        copy.activePreemptLocks = activePreemptLocks;
        copy.activeIrqId = activeIrqId;
        copy.activeRcuLock = activeRcuLock;
        copy.speculative = speculative;
        copy.sleepable = sleepable;
        copy.parent = parent;
        copy.branches = branches;
        copy.firstInstruction = firstInstruction;
        copy.lastInstruction = lastInstruction;
        copy.depth = depth;
        copy.callbackUnrollDepth = callbackUnrollDepth;
        copy.mayGotoDepth = mayGotoDepth;
        copy.equalState = equalState;
        copy.history = history;
        return copy;
    }

    /** Where this frame stands: at the current instruction, or at the call that it waits for. */
    public int instructionOf(int number) {
        return number == currentFrame ? instruction : frame(number + 1).callsite;
    }

    public boolean sameCallsites(VerifierState other) {
        if (currentFrame != other.currentFrame) {
            return false;
        }
        for (int number = currentFrame; number >= 0; number--) {
            if (frame(number).callsite != other.frame(number).callsite) {
                return false;
            }
        }
        return true;
    }

    public void addReference(Reference reference) {
        references = Arrays.copyOf(references, references.length + 1);
        references[references.length - 1] = reference;
    }

    public void addLock(Reference lock) {
        addReference(lock);
        activeLocks++;
        activeLockId = lock.id();
        activeLockOwner = lock.owner();
    }

    private void removeReference(int index) {
        Reference[] fewer = new Reference[references.length - 1];
        System.arraycopy(references, 0, fewer, 0, index);
        System.arraycopy(references, index + 1, fewer, index, fewer.length - index);
        references = fewer;
    }

    /** @return whether there was one */
    public boolean releasePointer(int id) {
        for (int index = 0; index < references.length; index++) {
            if (references[index].kind() == Reference.Kind.POINTER && references[index].id() == id) {
                removeReference(index);
                return true;
            }
        }
        return false;
    }

    public boolean holds(int id) {
        return Arrays.stream(references).anyMatch(reference -> reference.id() == id);
    }

    public @Nullable Reference lock(int id, @Nullable Object owner, Reference.Kind... kinds) {
        for (Reference reference : references) {
            if (reference.id() == id
                    && Objects.equals(reference.owner(), owner)
                    && Arrays.asList(kinds).contains(reference.kind())) {
                return reference;
            }
        }
        return null;
    }

    /** Gives the lock back; the one that was taken before it is the active one then. */
    public boolean releaseLock(Reference.Kind kind, int id, @Nullable Object owner) {
        int lastId = 0;
        Object lastOwner = null;
        for (int index = 0; index < references.length; index++) {
            Reference reference = references[index];
            if (reference.kind() == kind && reference.id() == id && Objects.equals(reference.owner(), owner)) {
                removeReference(index);
                activeLocks--;
                activeLockId = lastId;
                activeLockOwner = lastOwner;
                return true;
            }
            if (reference.kind().isLock()) {
                lastId = reference.id();
                lastOwner = reference.owner();
            }
        }
        return false;
    }

    /** Restores interrupt flags, which must be those that were saved last. */
    public boolean releaseIrq(int id) {
        if (id != activeIrqId) {
            return false;
        }
        int last = 0;
        for (int index = 0; index < references.length; index++) {
            Reference reference = references[index];
            if (reference.kind() != Reference.Kind.IRQ) {
                continue;
            }
            if (reference.id() == id) {
                removeReference(index);
                activeIrqId = last;
                return true;
            }
            last = reference.id();
        }
        return false;
    }

    /** Replaces registers and spilled registers in all frames. */
    public void replaceRegisters(RegisterReplacement replacement) {
        for (int number = 0; number <= currentFrame; number++) {
            FrameState frame = frame(number);
            for (int register = 0; register < frame.registers.length; register++) {
                frame.registers[register] = replacement.replace(frame.registers[register]);
            }
            for (int index = 0; index < frame.slotCount(); index++) {
                StackSlot slot = frame.slot(index);
                if (slot.isSpill()) {
                    frame.slot(index, slot.with(replacement.replace(slot.spilled())));
                }
            }
        }
    }

    /** What becomes of a register. */
    @FunctionalInterface
    public interface RegisterReplacement {
        RegisterState replace(RegisterState register);
    }
}
