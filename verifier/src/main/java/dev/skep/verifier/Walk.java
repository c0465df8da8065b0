package dev.skep.verifier;

import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.check.HelperIds;
import dev.skep.verifier.check.InstructionChecker;
import dev.skep.verifier.explore.Explorer;
import dev.skep.verifier.explore.InstructionFacts;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.VisitedStates;
import dev.skep.verifier.structure.CallDirectory;
import dev.skep.verifier.structure.PrivateStack;
import dev.skep.verifier.structure.ProgramStructure;
import dev.skep.verifier.structure.StackDepths;
import dev.skep.verifier.structure.StackUse;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/** Walks the paths of a program whose structure is sound, and looks at its stacks then. */
final class Walk {
    /** Slots that the compiler needs to run {@code bpf_loop} in the place of the call. */
    private static final int INLINE_LOOP_BYTES = 24;

    /** Where a loop that may end at any time keeps its count and its time. */
    private static final int MAY_GOTO_BYTES = 16;

    private final ProgramStructure structure;
    private final Verification verification;
    private final CallDirectory calls;
    private final LogBridge bridge;
    private boolean isAccepted;

    Walk(ProgramStructure structure, Verification verification, CallDirectory calls, LogBridge bridge) {
        this.structure = structure;
        this.verification = verification;
        this.calls = calls;
        this.bridge = bridge;
    }

    void run(ProgramType type, AttachType attachType) {
        if (verification.log.showsEverything()) {
            verification.log.say(structure.liveRegisterTable(verification::text));
        }
        walk(0);
        walkGlobals();
        removeFastcallSaves();
        StackDepths.check(structure, new Use(verification), PrivateStack.of(type, attachType), calls, bridge);
        growForLoops();
        growForMayGoto();
        refuseCalls();
        if (verification.isBpfCapable()) {
            expectCallbacks();
        }
        isAccepted = true;
    }

    private void expectCallbacks() {
        int added = addsExceptionCallback() ? 1 : 0;
        OptionalInt missing =
                new RemovedFunctions(verification.code, structure.subprograms(), reachable(), added).missing();
        if (missing.isPresent()) {
            throw verification.bug("No program to jit at insn " + missing.getAsInt() + " (subprog < 0)");
        }
    }

    private void walk(int subprogram) {
        VisitedStates visited = new VisitedStates(verification);
        InstructionChecker checker = new InstructionChecker(verification, visited);
        checker.enter(subprogram);
        new Explorer(verification, visited, checker).run();
        if (!verification.log.showsEverything()) {
            verification.log.reset(0);
        }
    }

    /** Functions that are verified on their own, when somebody calls them. */
    private void walkGlobals() {
        if (verification.subject.functions().isEmpty()) {
            return;
        }
        boolean more = true;
        while (more) {
            more = false;
            for (SubprogramFacts subprogram : verification.subprograms) {
                subprogram.isCalled |= subprogram.isExceptionCallback;
                if (subprogram.number == 0 || !subprogram.isGlobal || !subprogram.isCalled || subprogram.isVerified) {
                    continue;
                }
                walk(subprogram.number);
                if (verification.log.showsFunctions()) {
                    verification.log.line("Func#" + subprogram.number + " ('" + subprogram.name
                            + "') is safe for any args that match its prototype");
                }
                subprogram.isVerified = true;
                more = true;
            }
        }
    }

    private void removeFastcallSaves() {
        for (SubprogramFacts subprogram : verification.subprograms) {
            boolean saves = false;
            for (int slot = subprogram.start; slot < subprogram.end; slot++) {
                saves |= verification.facts[slot].fastcallSpills > 0;
            }
            if (saves && !subprogram.keepFastcallStack) {
                subprogram.stackDepth = -subprogram.fastcallStackOffset;
            }
        }
    }

    /** Calls that cannot be made although every path to them is fine: {@code do_misc_fixups()}. */
    private void refuseCalls() {
        for (int slot = 0; slot < verification.code.size(); slot++) {
            InstructionFacts facts = verification.facts[slot];
            if (!facts.seen) {
                continue;
            }
            switch (verification.code.at(slot)) {
                // Calls of functions that the kernel does not have may stand where no path comes to.
                case CallKfunc call
                when call.btfId() == 0 ->
                    throw verification.reject(
                            Errno.EINVAL, "invalid kernel function call not eliminated in verifier pass");
                // Where the processor may speculate past the end of an array, the index is masked: of which array?
                case CallHelper call
                when call.id() == HelperIds.TAIL_CALL && facts.mapVaries && !verification.ignoresSpeculation() ->
                    throw verification.reject(Errno.EINVAL, "tail_call abusing map_ptr");
                default -> {}
            }
        }
    }

    private void growForLoops() {
        for (SubprogramFacts subprogram : verification.subprograms) {
            for (int slot = subprogram.start; slot < subprogram.end; slot++) {
                if (verification.facts[slot].loopCallback >= 0) {
                    subprogram.stackDepth += INLINE_LOOP_BYTES + (-subprogram.stackDepth & 7);
                    break;
                }
            }
        }
    }

    /** The compiler keeps a count, and the time, for the loops that may end at any time. */
    private void growForMayGoto() {
        for (SubprogramFacts subprogram : verification.subprograms) {
            for (int slot = subprogram.start; slot < subprogram.end; slot++) {
                if (verification.facts[slot].seen
                        && structure.code().at(slot) instanceof MayGoto jump
                        && jump.offset() != 0) {
                    subprogram.stackDepth += MAY_GOTO_BYTES;
                    break;
                }
            }
        }
    }

    /** Functions that no path comes to are cut out of an accepted program, unless the user may not look behind it. */
    private boolean isCutOut(SubprogramFacts subprogram) {
        if (!isAccepted || !verification.isBpfCapable()) {
            return false;
        }
        for (int slot = subprogram.start; slot < subprogram.end; slot++) {
            if (verification.facts[slot].seen) {
                return false;
            }
        }
        return true;
    }

    /** The instruction that was looked at last. */
    int instruction() {
        return verification.instruction;
    }

    Statistics statistics() {
        return new Statistics(
                verification.counters.processed,
                verification.counters.maxStatesPerInstruction,
                verification.counters.totalStates,
                verification.counters.peakStates,
                stackDepths());
    }

    private List<Integer> stackDepths() {
        List<Integer> depths = new ArrayList<>();
        for (SubprogramFacts subprogram : verification.subprograms) {
            if (!isCutOut(subprogram)) {
                depths.add(subprogram.stackDepth);
            }
        }
        if (isAccepted && addsExceptionCallback()) {
            depths.add(0);
        }
        return depths;
    }

    /** Whether the kernel adds a function that catches what is thrown. */
    private boolean addsExceptionCallback() {
        return verification.throwsException && !verification.hasExceptionCallback();
    }

    private BitSet reachable() {
        BitSet reachable = new BitSet(verification.facts.length);
        for (int slot = 0; slot < verification.facts.length; slot++) {
            if (verification.facts[slot].seen) {
                reachable.set(slot, slot + verification.code.at(slot).slots());
            }
        }
        return reachable;
    }

    InstructionFacts[] facts() {
        return verification.facts;
    }

    /** What the walk found about the stacks. */
    private record Use(Verification verification) implements StackUse {
        @Override
        public int depth(int subprogram) {
            return verification.subprograms[subprogram].stackDepth;
        }

        @Override
        public boolean isCallback(int subprogram) {
            return verification.subprograms[subprogram].isCallback;
        }

        @Override
        public boolean isAsyncCallback(int subprogram) {
            return verification.subprograms[subprogram].isAsyncCallback;
        }
    }
}
