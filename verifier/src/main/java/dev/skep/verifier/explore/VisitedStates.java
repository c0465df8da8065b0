package dev.skep.verifier.explore;

import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.StateComparison.Exactness;
import dev.skep.verifier.state.Checkpoint;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.IteratorState;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.VerifierState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The states that were seen before, and whether the current one is like one of them; the kernel's
 * {@code is_state_visited()} with its heuristics, which decide how many states are counted.
 */
public final class VisitedStates {
    private static final int MAX_HISTORY = 40;
    private static final int MAX_STATES_UNPRIVILEGED = 64;

    private final Verification verification;
    private final Counters counters;
    private final StateComparison comparison;
    private final LoopVisits loops;
    /** By instruction and call site, as the kernel hashes them; the newest is the last. */
    private final @Nullable CheckpointBucket[] buckets;

    public VisitedStates(Verification verification) {
        this.verification = verification;
        this.counters = verification.counters;
        this.comparison = new StateComparison(verification);
        this.loops = new LoopVisits(verification);
        this.buckets = new CheckpointBucket[verification.code.size()];
    }

    private CheckpointBucket bucket(int instruction) {
        int callsite = verification.state.current().callsite;
        int index = Integer.remainderUnsigned(instruction ^ callsite, buckets.length);
        CheckpointBucket bucket = buckets[index];
        if (bucket == null) {
            bucket = new CheckpointBucket();
            buckets[index] = bucket;
        }
        return bucket;
    }

    /**
     * Whether what matters was not all known yet in the last finished checkpoint that was looked at. The kernel does
     * not forget it between one checkpoint and the next, and goes by it where a call of a callback comes around.
     */
    private boolean incomplete;

    /** What came of looking at one checkpoint. */
    private enum Look {
        HIT,
        HIT_IN_LOOP,
        MISS,
        MISS_WITHOUT_ADDING
    }

    /** @return whether the rest of the path need not be walked */
    boolean isVisited(int instruction) {
        VerifierState current = verification.state;
        boolean forced = verification.conditions.checkpoints() == Conditions.Checkpoints.ALWAYS
                || verification.flow.forcesCheckpoint(instruction)
                || current.historyLength() > MAX_HISTORY;
        boolean adds = forced
                || (counters.jumps - counters.lastJumps >= 2 && counters.processed - counters.lastProcessed >= 8);
        CheckpointBucket bucket = bucket(instruction);
        cleanFinished(bucket, instruction);
        incomplete = false;
        int seen = 0;
        for (int index = bucket.size() - 1; index >= 0; index--) {
            Checkpoint checkpoint = bucket.get(index);
            seen++;
            if (checkpoint.state.instruction != instruction) {
                continue;
            }
            Look look = look(checkpoint.state, instruction, forced);
            if (look == Look.HIT || look == Look.HIT_IN_LOOP) {
                hit(checkpoint, look, instruction);
                return true;
            }
            if (look == Look.MISS_WITHOUT_ADDING) {
                adds = false;
            }
            if (adds) {
                checkpoint.misses++;
            }
            retireUseless(bucket, index, instruction);
        }
        counters.maxStatesPerInstruction = Math.max(counters.maxStatesPerInstruction, seen);
        if (adds && (verification.isBpfCapable() || seen <= MAX_STATES_UNPRIVILEGED)) {
            add(bucket, instruction);
        }
        return false;
    }

    private Look look(VerifierState old, int instruction, boolean forced) {
        VerifierState current = verification.state;
        if (old.branches == 0) {
            incomplete = loops.isIncomplete(old);
            if (comparison.areEqual(old, current, incomplete ? Exactness.WITHIN : Exactness.NEEDED)) {
                return incomplete ? Look.HIT_IN_LOOP : Look.HIT;
            }
            return Look.MISS;
        }
        // The older state is on this very path: equal states make a loop.
        FrameState frame = old.current();
        boolean otherEntry = frame.inAsyncCallback && frame.asyncEntries != current.current().asyncEntries;
        if (!otherEntry) {
            if (verification.flow.stepsIterator(instruction)) {
                if (comparison.areEqual(old, current, Exactness.WITHIN) && iteratorIsActive(current)) {
                    return Look.HIT_IN_LOOP;
                }
                return missInLoop(forced);
            }
            if (verification.code.at(instruction) instanceof dev.skep.isa.Instruction.MayGoto
                    && old.mayGotoDepth != current.mayGotoDepth
                    && comparison.areEqual(old, current, Exactness.WITHIN)) {
                return Look.HIT_IN_LOOP;
            }
            if (verification.flow.callsCallback(instruction)) {
                if (comparison.areEqual(old, current, Exactness.WITHIN)) {
                    return incomplete ? Look.HIT_IN_LOOP : Look.HIT;
                }
                return missInLoop(forced);
            }
            if (StateComparison.mayLoop(old, current)
                    && comparison.areEqual(old, current, Exactness.EXACT)
                    && !StateComparison.iteratorsDiffer(old, current)
                    && old.mayGotoDepth == current.mayGotoDepth
                    && old.callbackUnrollDepth == current.callbackUnrollDepth) {
                throw endless(old, instruction);
            }
        }
        return missInLoop(forced);
    }

    private Look missInLoop(boolean forced) {
        boolean soon = counters.jumps - counters.lastJumps < 20 && counters.processed - counters.lastProcessed < 100;
        return !forced && soon ? Look.MISS_WITHOUT_ADDING : Look.MISS;
    }

    private boolean iteratorIsActive(VerifierState current) {
        RegisterState pointer = current.current().registers[1];
        int slot = (int) (-(pointer.offset() + pointer.scalar().value()) - 1) / StackSlot.SIZE;
        RegisterState iterator = current.frame(pointer.frame()).slot(slot).spilled();
        return iterator.first() == IteratorState.ACTIVE.ordinal();
    }

    private Rejection endless(VerifierState old, int instruction) {
        verification.showLine(instruction);
        verification.log.line("infinite loop detected at insn " + instruction).say("cur state:");
        int frame = verification.state.currentFrame;
        verification.states.printAll(verification.state, frame);
        verification.log.say("old state:");
        verification.states.printAll(old, frame);
        return new Rejection(Errno.EINVAL);
    }

    private void hit(Checkpoint checkpoint, Look look, int instruction) {
        checkpoint.hits++;
        VerifierState current = verification.state;
        if (verification.flow.isJumpPoint(instruction)) {
            verification.pushHistory(0, 0);
        }
        verification.precision.propagate(checkpoint.state, current);
        if (look == Look.HIT_IN_LOOP) {
            VerifierState backedge = current.copy();
            backedge.equalState = checkpoint.state;
            backedge.instruction = instruction;
            loops.addBackedge(checkpoint.state, backedge);
        }
    }

    /** A state that others are seldom like costs more than it saves. */
    private void retireUseless(CheckpointBucket bucket, int index, int instruction) {
        Checkpoint checkpoint = bucket.get(index);
        int patience = verification.flow.forcesCheckpoint(instruction) && checkpoint.state.branches > 0 ? 64 : 3;
        if (checkpoint.misses > checkpoint.hits * patience + patience) {
            bucket.remove(index);
            checkpoint.retired = true;
            counters.retired++;
            counters.explored--;
            forgetRetired(checkpoint);
        }
    }

    private void forgetRetired(@Nullable Checkpoint checkpoint) {
        if (checkpoint != null
                && checkpoint.retired
                && checkpoint.state.branches == 0
                && !loops.isIncomplete(checkpoint.state)) {
            checkpoint.retired = false;
            counters.retired--;
        }
    }

    private void add(CheckpointBucket bucket, int instruction) {
        VerifierState current = verification.state;
        counters.totalStates++;
        counters.explored++;
        counters.updatePeak();
        counters.lastJumps = counters.jumps;
        counters.lastProcessed = counters.processed;
        if (verification.isBpfCapable()) {
            PrecisionTracker.forget(current);
        }
        VerifierState kept = current.copy();
        kept.instruction = instruction;
        loops.enter(kept);
        current.parent = kept;
        current.firstInstruction = instruction;
        current.depth = kept.depth + 1;
        current.history = null;
        bucket.add(new Checkpoint(kept));
    }

    /** A path has ended: so have the checkpoints that have no other path left. */
    void finishPath() {
        Checkpoint last = null;
        VerifierState state = verification.state;
        while (state != null) {
            state.branches--;
            if (state.branches < 0) {
                throw verification.bug("update_branch_counts:branches_to_explore=" + state.branches);
            }
            if (state.branches != 0) {
                break;
            }
            loops.exit(state);
            VerifierState parent = state.parent;
            Checkpoint own = parent == null ? null : parent.checkpoint;
            forgetRetired(last);
            state = parent;
            last = own;
        }
    }

    /** What nobody reads any more is forgotten in states that are done, so that more states are like them. */
    private void cleanFinished(CheckpointBucket bucket, int instruction) {
        List<Checkpoint> uncleaned = bucket.uncleaned();
        for (int index = uncleaned.size() - 1; index >= 0; index--) {
            VerifierState state = uncleaned.get(index).state;
            if (state.branches == 0
                    && state.instruction == instruction
                    && state.sameCallsites(verification.state)
                    && !loops.isIncomplete(state)) {
                clean(state);
                uncleaned.remove(index);
            }
        }
    }

    private void clean(VerifierState state) {
        StackLiveness.Query live = verification.liveness.query(state);
        for (int number = 0; number <= state.currentFrame; number++) {
            FrameState frame = state.frame(number);
            int registers = verification.flow.liveRegisters(state.instructionOf(number));
            for (int register = 0; register < 10; register++) {
                if ((registers & 1 << register) == 0) {
                    frame.registers[register] = verification.notInitialised(frame.registers[register]);
                }
            }
            for (int slot = 0; slot < frame.slotCount(); slot++) {
                if (!live.isLive(number, slot)) {
                    frame.slot(slot, verification.deadSlot());
                }
            }
        }
    }

    /** The checkpoint before this one at the same place on the same path. */
    public @Nullable VerifierState previousVisit(@Nullable VerifierState current, int instruction) {
        if (current == null) {
            return null;
        }
        CheckpointBucket bucket = bucket(instruction);
        for (int index = bucket.size() - 1; index >= 0; index--) {
            VerifierState state = bucket.get(index).state;
            if (state.instruction == instruction
                    && state.branches != 0
                    && state.sameCallsites(current)
                    && state.depth < current.depth) {
                return state;
            }
        }
        return null;
    }

    /** Forgets numbers that changed since the loop was entered and that did not matter: the loop may change them on. */
    public void widen(VerifierState old, VerifierState current) {
        comparison.beginWidening();
        for (int number = old.currentFrame; number >= 0; number--) {
            FrameState before = old.frame(number);
            FrameState now = current.frame(number);
            for (int register = 0; register < now.registers.length; register++) {
                now.registers[register] = widen(before.registers[register], now.registers[register]);
            }
            int slots = Math.min(before.slotCount(), now.slotCount()); // a function called again may use less
            for (int slot = 0; slot < slots; slot++) {
                if (before.slot(slot).isSpill() && now.slot(slot).isSpill()) {
                    now.spilled(
                            slot,
                            widen(before.slot(slot).spilled(), now.slot(slot).spilled()));
                }
            }
        }
    }

    private RegisterState widen(RegisterState old, RegisterState current) {
        if (!old.isScalar()
                || !old.type().equals(current.type())
                || old.isPrecise()
                || current.isPrecise()
                || comparison.sameScalars(old, current)) {
            return current;
        }
        return verification.unknown(current);
    }
}
