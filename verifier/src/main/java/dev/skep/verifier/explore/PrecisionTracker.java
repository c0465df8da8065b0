package dev.skep.verifier.explore;

import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.Precision;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a number was made of, and marks it in the checkpoints on the way as mattering; the kernel's
 * {@code mark_chain_precision()}. The current state gets no marks: when it becomes a checkpoint it starts without, and
 * what comes after marks it again.
 */
public final class PrecisionTracker {
    private final Verification verification;
    private final Backtrack backtrack = new Backtrack();
    private final BackwardStep step;

    PrecisionTracker(Verification verification) {
        this.verification = verification;
        this.step = new BackwardStep(verification, backtrack);
    }

    /** The number in this register matters. */
    public void mark(int register) {
        if (!verification.isBpfCapable()) {
            return;
        }
        backtrack.frame = verification.state.currentFrame;
        if (!verification.register(register).isScalar()) {
            throw verification.bug("backtracking misuse");
        }
        backtrack.setRegister(register);
        run(verification.state);
    }

    /** The number in this slot matters. */
    public void markSlot(int frame, int slot) {
        if (!verification.isBpfCapable()) {
            return;
        }
        backtrack.setSlot(frame, slot);
        backtrack.frame = verification.state.currentFrame;
        run(verification.state);
    }

    /** What matters in a state that was done matters in one that equals it. @return whether a mark was new */
    boolean propagate(VerifierState old, VerifierState current) {
        for (int frame = old.currentFrame; frame >= 0; frame--) {
            propagate(old.frame(frame), frame);
        }
        if (!verification.isBpfCapable()) {
            return false;
        }
        backtrack.frame = current.currentFrame;
        return run(current);
    }

    private void propagate(FrameState frame, int number) {
        boolean said = false;
        for (int register = 0; register < 10; register++) {
            RegisterState state = frame.registers[register];
            if (state.isScalar() && state.isPrecise()) {
                say(said, number, "r", register);
                said = true;
                backtrack.setRegister(number, register);
            }
        }
        for (int slot = 0; slot < frame.slotCount(); slot++) {
            if (frame.slot(slot).isScalarSpill() && frame.slot(slot).spilled().isPrecise()) {
                say(said, number, "fp", (-slot - 1) * 8);
                said = true;
                backtrack.setSlot(number, slot);
            }
        }
        if (said) {
            verification.log.say("\n");
        }
    }

    private void say(boolean said, int frame, String what, int where) {
        if (verification.log.showsEverything()) {
            verification
                    .log
                    .say(said ? "," : "frame " + frame + ": propagating ")
                    .say(what)
                    .say(where);
        }
    }

    private boolean run(VerifierState start) {
        if (backtrack.isEmpty()) {
            return false;
        }
        VerifierState state = start;
        int first = start.firstInstruction;
        int last = start.instruction;
        int subsequent = -1;
        boolean skip = true;
        boolean changed = false;
        while (true) {
            if (verification.log.showsEverything()) {
                verification.log.line("mark_precise: frame" + backtrack.frame + ": last_idx " + last + " first_idx "
                        + first + " subseq_idx " + subsequent + " ");
            }
            if (last < 0) {
                boolean argumentsChanged = markArguments(state);
                return changed || argumentsChanged;
            }
            JumpHistory history = state.history;
            int instruction = last;
            while (true) {
                if (skip) {
                    skip = false;
                } else if (!step.back(instruction, subsequent, entry(history, instruction))) {
                    markAllPrecise(start);
                    backtrack.reset();
                    return changed;
                }
                if (backtrack.isEmpty()) {
                    return changed;
                }
                subsequent = instruction;
                if (isBeginning(state, instruction, history)) {
                    break;
                }
                JumpHistory entry = entry(history, instruction);
                if (entry != null) {
                    instruction = entry.previous();
                    history = entry.older();
                } else {
                    instruction--;
                }
                if (instruction < 0 || instruction >= verification.code.size()) {
                    throw verification.bug("backtracking idx " + instruction);
                }
            }
            VerifierState parent = state.parent;
            if (parent == null) {
                break;
            }
            state = parent;
            changed |= markParent(state);
            if (backtrack.isEmpty()) {
                return changed;
            }
            subsequent = first;
            last = state.lastInstruction;
            first = state.firstInstruction;
        }
        markAllPrecise(start);
        backtrack.reset();
        return changed;
    }

    private static @Nullable JumpHistory entry(@Nullable JumpHistory history, int instruction) {
        return history != null && history.instruction() == instruction ? history : null;
    }

    private static boolean isBeginning(VerifierState state, int instruction, @Nullable JumpHistory history) {
        return instruction == state.firstInstruction
                && (history == null || (history.length() == 1 && history.instruction() == instruction));
    }

    /** At the entry of a global function: its arguments are all that can be left. */
    private boolean markArguments(VerifierState state) {
        FrameState frame = state.frame(0);
        if (state.currentFrame != 0
                || frame.subprogram == 0
                || frame.callsite != FrameState.NO_CALLSITE
                || backtrack.slots() != 0
                || (backtrack.registers() & ~Backtrack.ARGUMENTS) != 0) {
            throw verification.bug("backtracking func entry subprog " + frame.subprogram + " reg_mask "
                    + Integer.toHexString(backtrack.registers()) + " stack_mask "
                    + Long.toHexString(backtrack.slots()));
        }
        boolean changed = false;
        for (int register = 1; register <= 5; register++) {
            if (backtrack.hasRegister(register)) {
                backtrack.clearRegister(register);
                if (frame.registers[register].isScalar()) {
                    frame.registers[register] = frame.registers[register].withPrecision(Precision.PRECISE);
                    changed = true;
                }
            }
        }
        return changed;
    }

    /** Marks what is looked for in a checkpoint; what was marked before need not be looked for further. */
    private boolean markParent(VerifierState state) {
        boolean changed = false;
        for (int number = backtrack.frame; number >= 0; number--) {
            FrameState frame = state.frame(number);
            for (int rest = backtrack.registers(number); rest != 0; rest &= rest - 1) {
                int register = Integer.numberOfTrailingZeros(rest);
                RegisterState held = frame.registers[register];
                if (!held.isScalar() || held.isPrecise()) {
                    backtrack.clearRegister(number, register);
                } else {
                    frame.registers[register] = held.withPrecision(Precision.PRECISE);
                    changed = true;
                }
            }
            for (long rest = backtrack.slots(number); rest != 0; rest &= rest - 1) {
                int slot = Long.numberOfTrailingZeros(rest);
                if (slot >= frame.slotCount()) {
                    throw verification.bug("stack slot " + slot + ", total slots " + frame.slotCount()
                            + " (i >= func->allocated_stack / BPF_REG_SIZE)");
                }
                if (!frame.slot(slot).isScalarSpill()
                        || frame.slot(slot).spilled().isPrecise()) {
                    backtrack.clearSlot(number, slot);
                } else {
                    frame.spilled(slot, frame.slot(slot).spilled().withPrecision(Precision.PRECISE));
                    changed = true;
                }
            }
            if (verification.log.showsEverything()) {
                verification.log.say("mark_precise: frame" + number + ": parent state regs="
                        + Backtrack.registerNames(backtrack.registers(number)) + " stack="
                        + StackLiveness.slots(backtrack.slots(number)) + ": ");
                verification.states.printAll(state, number);
            }
        }
        return changed;
    }

    /** Nobody can tell what the number was made of: every number on the way matters. */
    void markAllPrecise(VerifierState start) {
        boolean shown = verification.log.showsEverything();
        if (shown) {
            verification.log.line(
                    "mark_precise: frame" + start.currentFrame + ": falling back to forcing all scalars precise");
        }
        for (VerifierState state = start.parent; state != null; state = state.parent) {
            for (int number = 0; number <= state.currentFrame; number++) {
                FrameState frame = state.frame(number);
                for (int register = 0; register < 10; register++) {
                    RegisterState held = frame.registers[register];
                    if (held.isScalar() && !held.isPrecise()) {
                        frame.registers[register] = held.withPrecision(Precision.PRECISE);
                        if (shown) {
                            verification.log.line(
                                    "force_precise: frame" + number + ": forcing r" + register + " to be precise");
                        }
                    }
                }
                for (int slot = 0; slot < frame.slotCount(); slot++) {
                    if (frame.slot(slot).isScalarSpill()
                            && !frame.slot(slot).spilled().isPrecise()) {
                        frame.spilled(slot, frame.slot(slot).spilled().withPrecision(Precision.PRECISE));
                        if (shown) {
                            verification.log.line("force_precise: frame" + number + ": forcing fp" + -(slot + 1) * 8
                                    + " to be precise");
                        }
                    }
                }
            }
        }
    }

    /** A state that becomes a checkpoint starts without marks. */
    static void forget(VerifierState state) {
        for (int number = 0; number <= state.currentFrame; number++) {
            FrameState frame = state.frame(number);
            for (int register = 0; register < 10; register++) {
                RegisterState held = frame.registers[register];
                if (held.isPrecise() && held.isScalar()) {
                    frame.registers[register] = held.withPrecision(Precision.IMPRECISE);
                }
            }
            for (int slot = 0; slot < frame.slotCount(); slot++) {
                if (frame.slot(slot).isScalarSpill()
                        && frame.slot(slot).spilled().isPrecise()) {
                    frame.spilled(slot, frame.slot(slot).spilled().withPrecision(Precision.IMPRECISE));
                }
            }
        }
    }
}
