package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Errno;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * However functions call each other, the stack suffices. Runs after the paths were walked, since only they tell how
 * much stack each function uses. {@code check_max_stack_depth()}.
 */
public final class StackDepths {
    private static final int MAX_STACK_BYTES = 512;
    private static final int MAX_BEFORE_TAIL_CALL_BYTES = 256;
    private static final int PRIVATE_STACK_MIN_BYTES = 64;
    private static final int MAX_FRAMES = 8;

    /** What the compiler rounds the stack of a function up to. */
    private static final int GRANULARITY_BYTES = 16;

    private enum Mode {
        UNKNOWN,
        SHARED,
        PRIVATE
    }

    /** A function was entered like this before: it would only find the same again. */
    private record Visit(int subprogram, int frame, int depth, boolean inCallback) {}

    private final Bytecode code;
    private final List<Subprogram> subprograms;
    private final ProgramStructure structure;
    private final StackUse use;
    private final CallDirectory calls;
    private final StructureLog log;
    private final Mode[] modes;
    private final int[] callers = new int[MAX_FRAMES];
    private final Set<Visit> visits = new HashSet<>();
    private boolean privateStacks;
    private boolean reachesTailCall;

    private StackDepths(ProgramStructure structure, StackUse use, CallDirectory calls, StructureLog log) {
        this.structure = structure;
        this.code = structure.code();
        this.subprograms = structure.subprograms();
        this.use = use;
        this.calls = calls;
        this.log = log;
        this.modes = new Mode[subprograms.size()];
        Arrays.fill(modes, Mode.UNKNOWN);
    }

    /**
     * Adds up the stacks of all chains of calls.
     *
     * @throws StructureRejection when one is too long, after the log said so
     */
    public static void check(
            ProgramStructure structure, StackUse use, PrivateStack kind, CallDirectory calls, StructureLog log) {
        new StackDepths(structure, use, calls, log).checkAll(kind);
    }

    private void checkAll(PrivateStack kind) {
        boolean tailCalls = subprograms.stream().anyMatch(subprogram -> subprogram.has(SubprogramTrait.TAIL_CALL));
        // What a callback that runs later also calls stays on the shared stack: so the entry comes last.
        for (int number = subprograms.size() - 1; number >= 0; number--) {
            if (number == 0 || isAsync(number)) {
                privateStacks = number == 0 && kind == PrivateStack.ADAPTIVE && !tailCalls;
                reachesTailCall = false;
                visits.clear();
                enter(number, 0, 0);
            }
        }
    }

    private boolean isAsync(int number) {
        return use.isAsyncCallback(number) || subprograms.get(number).has(SubprogramTrait.EXCEPTION_CALLBACK);
    }

    private void enter(int number, int frame, int depthBefore) {
        if (!privateStacks) {
            modes[number] = Mode.SHARED;
        }
        Subprogram subprogram = subprograms.get(number);
        if (frame > 0 && subprogram.has(SubprogramTrait.TAIL_CALL)) {
            reachesTailCall = true;
        }
        if (frame >= MAX_FRAMES) {
            throw log.rejected(Errno.E2BIG, "the call stack of " + frame + " frames is too deep !\n");
        }
        boolean inCallback = isInCallback(number, frame);
        if (inCallback && subprogram.has(SubprogramTrait.PACKET_LOAD)) {
            throw log.rejected(Errno.EINVAL, "cannot use BPF_LD_[ABS|IND] within callback\n");
        }
        if (number != 0 && subprogram.has(SubprogramTrait.TAIL_CALL) && depthBefore >= MAX_BEFORE_TAIL_CALL_BYTES) {
            throw log.rejected(
                    Errno.EACCES,
                    "tail_calls are not allowed when call stack of previous frames is " + depthBefore
                            + " bytes. Too large\n");
        }
        int depth = depthBefore + ownDepth(number, frame, depthBefore);
        if (visits.add(new Visit(number, frame, depthBefore, inCallback))) {
            callees(subprogram, frame, depth, inCallback);
        }
        leave(frame);
    }

    /** What the function adds to the shared stack. */
    private int ownDepth(int number, int frame, int depthBefore) {
        int own = (use.depth(number) + GRANULARITY_BYTES - 1) / GRANULARITY_BYTES * GRANULARITY_BYTES;
        if (privateStacks && modes[number] == Mode.UNKNOWN && own >= PRIVATE_STACK_MIN_BYTES) {
            modes[number] = Mode.PRIVATE;
        }
        if (modes[number] == Mode.PRIVATE) {
            if (own > MAX_STACK_BYTES) {
                throw log.rejected(Errno.EACCES, "stack size of subprog " + number + " is " + own + ". Too large\n");
            }
            return 0;
        }
        if (depthBefore + own > MAX_STACK_BYTES) {
            throw log.rejected(
                    Errno.EACCES,
                    "combined stack size of " + (frame + 1) + " calls is " + (depthBefore + own) + ". Too large\n");
        }
        return own;
    }

    private void callees(Subprogram subprogram, int frame, int depth, boolean inCallback) {
        for (int slot = subprogram.start(); slot < subprogram.end(); slot++) {
            RawInstruction raw = code.raw(slot);
            if (inCallback && isThrow(raw)) {
                throw log.rejected(
                        Errno.EINVAL,
                        "bpf_throw kfunc (insn " + slot + ") cannot be called from callback subprog "
                                + subprogram.number() + "\n");
            }
            if (!Slots.namesSubprogram(raw)) {
                continue;
            }
            Subprogram callee = structure.subprogramOf(Slots.callee(slot, raw));
            if (isAsync(callee.number())) {
                if (!Slots.isSubprogramCall(raw)) {
                    continue;
                }
                if (callee.has(SubprogramTrait.EXCEPTION_CALLBACK)) {
                    throw log.rejected(Errno.EINVAL, "insn " + slot + " cannot call exception cb directly");
                }
            }
            callers[frame] = subprogram.number();
            enter(callee.number(), frame + 1, depth);
        }
    }

    private void leave(int frame) {
        for (int i = 0; reachesTailCall && i < frame; i++) {
            if (subprograms.get(callers[i]).has(SubprogramTrait.EXCEPTION_CALLBACK)) {
                throw log.rejected(Errno.EINVAL, "cannot tail call within exception cb\n");
            }
        }
    }

    private boolean isInCallback(int number, int frame) {
        boolean callback = isCallback(number);
        for (int i = 0; i < frame; i++) {
            callback |= isCallback(callers[i]);
        }
        return callback;
    }

    private boolean isCallback(int number) {
        return use.isCallback(number) || subprograms.get(number).has(SubprogramTrait.EXCEPTION_CALLBACK);
    }

    private boolean isThrow(RawInstruction raw) {
        if (!Slots.isKfuncCall(raw) || raw.offset() != 0) {
            return false;
        }
        return calls.effectsOfKfunc(new CallKfunc(raw.immediate(), 0)).contains(CallEffect.THROWS);
    }
}
