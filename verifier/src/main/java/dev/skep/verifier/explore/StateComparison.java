package dev.skep.verifier.explore;

import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.VerifierState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether all that is safe after an older state is safe after the current one; the kernel's {@code states_equal()},
 * {@code regsafe()}, {@code stacksafe()}, {@code refsafe()}.
 */
final class StateComparison {
    /** How much alike states must be. */
    enum Exactness {
        /** What the older state did not need may differ. */
        NEEDED,
        /** Nothing may differ. */
        EXACT,
        /** Ranges may be narrower, but nothing is known yet about what is needed. */
        WITHIN
    }

    private final Verification verification;
    private final IdMap ids = new IdMap();

    StateComparison(Verification verification) {
        this.verification = verification;
    }

    boolean areEqual(VerifierState old, VerifierState current, Exactness exactness) {
        if (old.currentFrame != current.currentFrame) {
            return false;
        }
        ids.reset(verification.lastId());
        if ((old.speculative && !current.speculative) || old.sleepable != current.sleepable) {
            return false;
        }
        if (!referencesMatch(old, current)) {
            return false;
        }
        for (int frame = 0; frame <= old.currentFrame; frame++) {
            if (old.frame(frame).callsite != current.frame(frame).callsite
                    || !frameIsSafe(old.frame(frame), current.frame(frame), old.instructionOf(frame), exactness)) {
                return false;
            }
        }
        return true;
    }

    private boolean referencesMatch(VerifierState old, VerifierState current) {
        if (old.references.length != current.references.length
                || old.activeLocks != current.activeLocks
                || old.activePreemptLocks != current.activePreemptLocks
                || old.activeRcuLock != current.activeRcuLock
                || !ids.matches(old.activeIrqId, current.activeIrqId)
                || !ids.matches(old.activeLockId, current.activeLockId)
                || !Objects.equals(old.activeLockOwner, current.activeLockOwner)) {
            return false;
        }
        for (int index = 0; index < old.references.length; index++) {
            Reference before = old.references[index];
            Reference now = current.references[index];
            if (!ids.matches(before.id(), now.id())
                    || before.kind() != now.kind()
                    || (before.kind().isLock() && !Objects.equals(before.owner(), now.owner()))) {
                return false;
            }
        }
        return true;
    }

    private boolean frameIsSafe(FrameState old, FrameState current, int instruction, Exactness exactness) {
        if (old.callbackDepth > current.callbackDepth) {
            return false;
        }
        int live = verification.flow.liveRegisters(instruction);
        for (int number = 0; number < old.registers.length; number++) {
            if ((live & 1 << number) != 0
                    && !registerIsSafe(old.registers[number], current.registers[number], exactness)) {
                return false;
            }
        }
        return stackIsSafe(old, current, exactness);
    }

    /** For loops: whether numbers that nobody needed precisely changed since. */
    boolean sameScalars(RegisterState old, RegisterState current) {
        return exact(old, current);
    }

    void beginWidening() {
        ids.reset(verification.lastId());
    }

    private boolean exact(RegisterState old, RegisterState current) {
        return old.sameButIds(current)
                && ids.matches(old.id(), current.id())
                && ids.matches(old.reference(), current.reference());
    }

    private boolean registerIsSafe(RegisterState old, RegisterState current, Exactness exactness) {
        if (exactness == Exactness.EXACT) {
            return exact(old, current);
        }
        if (!old.isInitialised() && (exactness == Exactness.NEEDED || !current.isInitialised())) {
            return true;
        }
        if (!old.type().equals(current.type())) {
            return false;
        }
        return switch (old.kind()) {
            case SCALAR -> scalarIsSafe(old, current, exactness);
            case MAP_KEY, MAP_VALUE, MEM, BUF, TP_BUFFER ->
                old.samePlace(current)
                        && old.scalar().contains(current.scalar())
                        && ids.matches(old.id(), current.id())
                        && ids.matches(old.reference(), current.reference());
            case PACKET, PACKET_META ->
                rangeIsSafe(old.first(), current.first())
                        && old.offset() == current.offset()
                        && ids.matches(old.id(), current.id())
                        && old.scalar().contains(current.scalar());
            case STACK -> exact(old, current) && old.frame() == current.frame();
            case ARENA -> true;
            case NOT_INIT,
                    CTX,
                    MAP_PTR,
                    PACKET_END,
                    FLOW_KEYS,
                    SOCKET,
                    SOCK_COMMON,
                    TCP_SOCK,
                    XDP_SOCK,
                    BTF_ID,
                    FUNC,
                    DYNPTR -> exact(old, current);
        };
    }

    /** Bytes known to be there; those negative ones that say where the packet ends are like nothing but themselves. */
    private static boolean rangeIsSafe(int old, int current) {
        return old < 0 || current < 0 ? old == current : old <= current;
    }

    private boolean scalarIsSafe(RegisterState old, RegisterState current, Exactness exactness) {
        if (verification.exploreMaskLimits) {
            return old.sameButIds(current) && ids.matchesScalar(old.id(), current.id());
        }
        if (!old.isPrecise() && exactness == Exactness.NEEDED) {
            return true;
        }
        if (old.id() != 0 && (old.id() & RegisterState.ADD_CONST) != (current.id() & RegisterState.ADD_CONST)
                || ((old.id() & RegisterState.ADD_CONST) != 0 && old.offset() != current.offset())) {
            return false;
        }
        return old.scalar().contains(current.scalar()) && ids.matchesScalar(old.id(), current.id());
    }

    private boolean stackIsSafe(FrameState old, FrameState current, Exactness exactness) {
        for (int index = 0; index < old.slotCount(); index++) {
            StackSlot before = old.slot(index);
            StackSlot now = index < current.slotCount() ? current.slot(index) : null;
            if (!slotIsSafe(before, now, exactness)) {
                return false;
            }
        }
        return true;
    }

    private boolean slotIsSafe(StackSlot old, @Nullable StackSlot current, Exactness exactness) {
        for (int index = 0; index < StackSlot.SIZE; index++) {
            SlotType before = old.at(index);
            if (exactness != Exactness.NEEDED && (current == null || before != current.at(index))) {
                return false;
            }
            if (before == SlotType.INVALID || (before == SlotType.MISC && verification.mayReadUnwrittenStack())) {
                continue;
            }
            if (current == null) {
                return false;
            }
            RegisterState oldNumber = number(old);
            RegisterState currentNumber = number(current);
            if (oldNumber != null && currentNumber != null) {
                if (!registerIsSafe(oldNumber, currentNumber, exactness)) {
                    return false;
                }
                // All eight bytes were compared, and the next round begins with the slot after.
                return true;
            }
            SlotType now = current.at(index);
            if (before == SlotType.MISC && now == SlotType.ZERO) {
                continue;
            }
            if (before != now) {
                return false;
            }
            if (index == StackSlot.SIZE - 1 && !contentIsSafe(old, current, exactness)) {
                return false;
            }
        }
        return true;
    }

    /** A slot that gives a number when it is loaded whole. */
    private @Nullable RegisterState number(StackSlot slot) {
        if (slot.isScalarSpill64()) {
            return slot.spilled();
        }
        for (int index = 0; index < StackSlot.SIZE; index++) {
            SlotType type = slot.at(index);
            if (type != SlotType.MISC && !(type == SlotType.INVALID && verification.mayReadUnwrittenStack())) {
                return null;
            }
        }
        return RegisterState.UNKNOWN;
    }

    private boolean contentIsSafe(StackSlot old, StackSlot current, Exactness exactness) {
        RegisterState before = old.spilled();
        RegisterState now = current.spilled();
        return switch (old.kind()) {
            case SPILL -> registerIsSafe(before, now, exactness);
            case DYNPTR ->
                before.first() == now.first()
                        && before.second() == now.second()
                        && ids.matches(before.reference(), now.reference());
            case ITERATOR ->
                Objects.equals(before.target(), now.target())
                        && before.first() == now.first()
                        && ids.matches(before.reference(), now.reference());
            case IRQ_FLAG -> ids.matches(before.reference(), now.reference()) && before.first() == now.first();
            case MISC, ZERO, INVALID -> true;
        };
    }

    /** A quick look whether the current state could be where it was before. */
    static boolean mayLoop(VerifierState old, VerifierState current) {
        if (old.currentFrame != current.currentFrame) {
            return false;
        }
        FrameState before = old.current();
        FrameState now = current.current();
        for (int number = 0; number < before.registers.length; number++) {
            if (!before.registers[number].sameWithIds(now.registers[number])) {
                return false;
            }
        }
        return true;
    }

    /** Whether an iterator has gone on since: then it is no endless loop. */
    static boolean iteratorsDiffer(VerifierState old, VerifierState current) {
        for (int number = old.currentFrame; number >= 0; number--) {
            FrameState before = old.frame(number);
            FrameState now = current.frame(number);
            for (int index = 0; index < before.slotCount(); index++) {
                StackSlot slot = before.slot(index);
                if (slot.at(0) == SlotType.ITERATOR
                        && slot.spilled().first() == dev.skep.verifier.state.IteratorState.ACTIVE.ordinal()
                        && now.slot(index).spilled().second() != slot.spilled().second()) {
                    return true;
                }
            }
        }
        return false;
    }
}
