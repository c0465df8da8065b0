package dev.skep.verifier.explore;

import dev.skep.isa.Instruction;
import dev.skep.isa.Instruction.Alu;
import dev.skep.isa.Instruction.Atomic;
import dev.skep.isa.Instruction.Branch;
import dev.skep.isa.Instruction.CallHelper;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.CallRegister;
import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.isa.Instruction.CastAddressSpace;
import dev.skep.isa.Instruction.Exit;
import dev.skep.isa.Instruction.Invalid;
import dev.skep.isa.Instruction.Jump;
import dev.skep.isa.Instruction.Load;
import dev.skep.isa.Instruction.LoadAcquire;
import dev.skep.isa.Instruction.LoadImmediate;
import dev.skep.isa.Instruction.LoadPacket;
import dev.skep.isa.Instruction.LoadPseudo;
import dev.skep.isa.Instruction.LoadSignExtended;
import dev.skep.isa.Instruction.LongJump;
import dev.skep.isa.Instruction.MayGoto;
import dev.skep.isa.Instruction.Move;
import dev.skep.isa.Instruction.MoveSignExtended;
import dev.skep.isa.Instruction.Negate;
import dev.skep.isa.Instruction.Store;
import dev.skep.isa.Instruction.StoreRelease;
import dev.skep.isa.Instruction.SwapBytes;
import dev.skep.isa.Instruction.WideTail;
import dev.skep.isa.Operand;
import dev.skep.isa.Register;
import dev.skep.verifier.check.HelperIds;
import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.VerifierState;
import org.jspecify.annotations.Nullable;

/**
 * One instruction backwards: what was looked for after it is, before it, in these registers and slots; the kernel's
 * {@code backtrack_insn()}.
 */
final class BackwardStep {
    private static final int FRAME_POINTER = 10;

    private final Verification verification;
    private final Backtrack backtrack;

    BackwardStep(Verification verification, Backtrack backtrack) {
        this.verification = verification;
        this.backtrack = backtrack;
    }

    /**
     * Goes back over one instruction.
     *
     * @param subsequent the instruction that came after it on this path, -1 for none
     * @param entry what the history says about it
     * @return false when nobody can tell
     */
    boolean back(int index, int subsequent, @Nullable JumpHistory entry) {
        Instruction instruction = verification.code.at(index);
        if (instruction instanceof WideTail) {
            return true;
        }
        if (verification.log.showsEverything()) {
            verification
                    .log
                    .say("mark_precise: frame")
                    .say(backtrack.frame)
                    .say(": regs=")
                    .say(Backtrack.registerNames(backtrack.registers()))
                    .say(" stack=")
                    .say(StackLiveness.slots(backtrack.slots()))
                    .say(" before ")
                    .say(index)
                    .say(": ")
                    .line(verification.text(index));
        }
        backtrack.synchroniseLinked(entry);
        return switch (instruction) {
            case Alu alu -> {
                if (backtrack.hasRegister(alu.dst().number())) {
                    alsoFrom(alu.source());
                    backtrack.synchroniseLinked(entry);
                }
                yield true;
            }
            case Negate ignored -> true;
            case SwapBytes ignored -> true;
            case Move move -> {
                if (backtrack.hasRegister(move.dst().number())) {
                    backtrack.clearRegister(move.dst().number());
                    alsoFrom(move.source());
                    backtrack.synchroniseLinked(entry);
                }
                yield true;
            }
            case MoveSignExtended move -> moved(move.dst(), move.src(), entry);
            case CastAddressSpace cast -> moved(cast.dst(), cast.src(), entry);
            case Load load -> loaded(load.dst(), entry);
            case LoadSignExtended load -> loaded(load.dst(), entry);
            case LoadAcquire load -> loaded(load.dst(), entry);
            case Store store -> stored(store.base(), store.source() instanceof Register source ? source : null, entry);
            case Atomic atomic -> stored(atomic.base(), atomic.src(), entry);
            case StoreRelease store -> stored(store.base(), store.src(), entry);
            case LoadImmediate load -> constant(load.dst(), entry);
            case LoadPseudo load -> constant(load.dst(), entry);
            case LoadPacket ignored -> !backtrack.hasRegister(0);
            case Branch branch -> compared(branch, entry);
            case Jump ignored -> synchronised(entry);
            case LongJump ignored -> synchronised(entry);
            case MayGoto ignored -> synchronised(entry);
            case CallSubprogram call -> calledSubprogram(index, call, subsequent);
            case CallHelper helper -> {
                boolean found = called(index, subsequent, entry);
                // What came after it is the caller's: the function had returned there.
                if (helper.id() == HelperIds.TAIL_CALL && subsequent != index + 1) {
                    enter();
                }
                yield found;
            }
            case CallKfunc kfunc -> kfunc.btfId() != 0 && called(index, subsequent, entry);
            case CallRegister ignored -> called(index, subsequent, entry);
            case Exit ignored -> enterCallee(subsequent);
            case WideTail ignored -> true;
            case Invalid ignored -> true;
        };
    }

    private boolean synchronised(@Nullable JumpHistory entry) {
        backtrack.synchroniseLinked(entry);
        return true;
    }

    private void alsoFrom(Operand source) {
        if (source instanceof Register register && register.number() != FRAME_POINTER) {
            backtrack.setRegister(register.number());
        }
    }

    private boolean moved(Register to, Register from, @Nullable JumpHistory entry) {
        if (backtrack.hasRegister(to.number())) {
            backtrack.clearRegister(to.number());
            alsoFrom(from);
            backtrack.synchroniseLinked(entry);
        }
        return true;
    }

    private boolean constant(Register to, @Nullable JumpHistory entry) {
        if (backtrack.hasRegister(to.number())) {
            backtrack.clearRegister(to.number());
            backtrack.synchroniseLinked(entry);
        }
        return true;
    }

    private boolean loaded(Register to, @Nullable JumpHistory entry) {
        if (!backtrack.hasRegister(to.number())) {
            return true;
        }
        backtrack.clearRegister(to.number());
        if (entry != null && entry.has(JumpHistory.STACK_ACCESS)) {
            backtrack.setSlot(entry.frame(), entry.slot());
            backtrack.synchroniseLinked(entry);
        }
        return true;
    }

    private boolean stored(Register base, @Nullable Register source, @Nullable JumpHistory entry) {
        if (backtrack.hasRegister(base.number())) {
            // A number that was made from pointers.
            return false;
        }
        if (entry == null || !entry.has(JumpHistory.STACK_ACCESS) || !backtrack.hasSlot(entry.frame(), entry.slot())) {
            return true;
        }
        backtrack.clearSlot(entry.frame(), entry.slot());
        if (source != null) {
            backtrack.setRegister(source.number());
        }
        backtrack.synchroniseLinked(entry);
        return true;
    }

    private boolean compared(Branch branch, @Nullable JumpHistory entry) {
        if (branch.source() instanceof Register source) {
            if (!backtrack.hasRegister(branch.dst().number()) && !backtrack.hasRegister(source.number())) {
                return true;
            }
            if (entry == null || !entry.has(JumpHistory.SOURCE_IS_STACK)) {
                backtrack.setRegister(source.number());
            }
            if (entry == null || !entry.has(JumpHistory.DESTINATION_IS_STACK)) {
                backtrack.setRegister(branch.dst().number());
            }
        }
        return synchronised(entry);
    }

    private boolean calledSubprogram(int index, CallSubprogram call, int subsequent) {
        int callee = verification.subprogramAt(index + call.offset() + 1);
        if (callee < 0) {
            throw verification.bug("no subprogram at insn " + (index + call.offset() + 1));
        }
        if (verification.subprograms[callee].isGlobal) {
            if (index + 1 != subsequent) {
                verification.log.line("verifier bug: extra insn from subprog (idx + 1 != subseq_idx)");
            }
            expectNoArguments("global subprog unexpected regs ");
            backtrack.clearRegister(0);
            return true;
        }
        leaveCallee("static subprog unexpected regs ", "static subprog leftover stack slots ");
        for (int register = 1; register <= 5; register++) {
            if (backtrack.hasRegister(register)) {
                backtrack.clearRegister(register);
                backtrack.setRegister(backtrack.frame - 1, register);
            }
        }
        backtrack.frame--;
        return true;
    }

    private void expectNoArguments(String complaint) {
        if ((backtrack.registers() & Backtrack.ARGUMENTS) != 0) {
            throw verification.bug(complaint + Integer.toHexString(backtrack.registers()));
        }
    }

    private void leaveCallee(String registerComplaint, String slotComplaint) {
        if ((backtrack.registers() & ~Backtrack.ARGUMENTS) != 0) {
            throw verification.bug(registerComplaint + Integer.toHexString(backtrack.registers()));
        }
        if (backtrack.slots() != 0) {
            throw verification.bug(slotComplaint + Long.toHexString(backtrack.slots()));
        }
        if (backtrack.frame == 0) {
            throw verification.bug("subprog exit from frame 0");
        }
    }

    private boolean called(int index, int subsequent, @Nullable JumpHistory entry) {
        if (verification.flow.callsCallback(index) && index != subsequent - 1) {
            // Out of the callback: what the helper passed to it nobody can follow.
            leaveCallee("callback unexpected regs ", "callback leftover stack slots ");
            for (int register = 1; register <= 5; register++) {
                backtrack.clearRegister(register);
            }
            backtrack.frame--;
            return true;
        }
        backtrack.clearRegister(0);
        expectNoArguments("backtracking call unexpected regs ");
        return synchronised(entry);
    }

    private void enter() {
        if (backtrack.frame == VerifierState.MAX_FRAMES - 1) {
            throw verification.bug("subprog enter from frame " + backtrack.frame);
        }
        backtrack.frame++;
    }

    private boolean enterCallee(int subsequent) {
        if (subsequent >= 0 && verification.flow.callsCallback(subsequent)) {
            for (int register = 1; register <= 5; register++) {
                backtrack.clearRegister(register);
            }
        }
        expectNoArguments("backtracking exit unexpected regs ");
        boolean resultMatters = subsequent >= 1
                && verification.code.at(subsequent - 1) instanceof CallSubprogram
                && backtrack.hasRegister(0);
        backtrack.clearRegister(0);
        enter();
        if (resultMatters) {
            backtrack.setRegister(0);
        }
        return true;
    }
}
