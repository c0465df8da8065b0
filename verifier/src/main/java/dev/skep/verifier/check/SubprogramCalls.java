package dev.skep.verifier.check;

import dev.skep.isa.Instruction.CallSubprogram;
import dev.skep.kernel.Errno;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.SubprogramFacts;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.VisitedStates;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.VerifierState;
import org.jspecify.annotations.Nullable;

/** Calls of the program's own functions, and what happens when they return. */
final class SubprogramCalls {
    private static final int LAST_ARGUMENT = 5;

    private final Verification verification;
    private final VisitedStates visited;
    private final Operands operands;
    private final FrameEntry frames;
    private final FunctionArguments declarations;
    private final ReturnCodes returns;

    SubprogramCalls(CheckRooms rooms, ReturnCodes returns) {
        this.verification = rooms.verification;
        this.visited = rooms.visited;
        this.operands = rooms.operands;
        this.frames = rooms.frames;
        this.declarations = rooms.functionArguments;
        this.returns = returns;
    }

    /** Leaves the verification at the instruction before the one that comes next. */
    void call(CallSubprogram call) {
        int callsite = verification.instruction;
        int target = callsite + call.offset() + 1;
        int number = verification.subprogramAt(target);
        if (number < 0) {
            throw verification.bug("target of func call at insn " + target + " is not a program");
        }
        @Nullable Errno mismatch = declarations.checkCall(number);
        SubprogramFacts subprogram = verification.subprograms[number];
        if (subprogram.isGlobal) {
            callGlobal(subprogram, mismatch);
            return;
        }
        VerifierState state = verification.state;
        FrameState caller = state.current();
        frames.enter(
                state,
                number,
                callsite,
                (from, callee) -> System.arraycopy(from.registers, 1, callee.registers, 1, LAST_ARGUMENT));
        clobber(caller);
        verification.instruction = subprogram.start - 1;
        verification.liveness.resetChain();
        show("caller:", caller, "callee:", state.current());
    }

    /** The caller's registers, while the frame of the callee is already the current one. */
    private void clobber(FrameState caller) {
        for (int number = 0; number <= LAST_ARGUMENT; number++) {
            caller.registers[number] = verification.notInitialised(caller.registers[number]);
            verification.scratches.register(number);
            caller.registers[number] = caller.registers[number].withSubregisterDefinition(0);
        }
    }

    private void callGlobal(SubprogramFacts subprogram, @Nullable Errno mismatch) {
        VerifierState state = verification.state;
        if (state.activeLocks != 0) {
            throw verification.reject(
                    Errno.EINVAL,
                    "global function calls are not allowed while holding a lock,\nuse static function instead");
        }
        boolean restricted =
                state.activeRcuLock || state.activePreemptLocks != 0 || state.activeIrqId != 0 || !state.sleepable;
        if (subprogram.mightSleep && restricted) {
            throw verification.reject(Errno.EINVAL, """
                    global functions that may sleep are not allowed in non-sleepable context,
                    i.e., in a RCU/IRQ/preempt-disabled section, or in
                    a non-sleepable BPF program context""");
        }
        String name = "func#" + subprogram.number + " ('" + subprogram.name + "')";
        if (mismatch != null) {
            throw verification.reject(mismatch, "Caller passes invalid args into " + name);
        }
        verification.log.line("F" + name.substring(1) + " is global and assumed valid.");
        if (subprogram.changesPacket) {
            verification.clearPacketPointers();
        }
        subprogram.isCalled = true;
        operands.clobberCallerSaved();
        verification.markUnknown(0);
        verification.register(0, verification.register(0).withSubregisterDefinition(0));
    }

    /** Back to the caller; leaves the verification at the instruction that comes next. */
    void exit() {
        verification.liveness.update();
        VerifierState state = verification.state;
        FrameState callee = state.current();
        RegisterState result = callee.registers[0];
        if (result.type().equals(RegisterType.STACK)) {
            throw verification.reject(Errno.EINVAL, "cannot return stack pointer to the caller");
        }
        FrameState caller = state.frame(state.currentFrame - 1);
        boolean callsAgain = callee.inCallback;
        if (callsAgain) {
            if (!result.isScalar()) {
                throw verification.reject(Errno.EACCES, "R0 not a scalar value");
            }
            verification.precision.mark(0);
            returns.checkRange(0, callee.callbackReturnMin, callee.callbackReturnMax, "At callback return");
            if (!verification.flow.callsCallback(callee.callsite)) {
                throw new Rejection(Errno.EFAULT);
            }
        } else {
            caller.registers[0] = result;
        }
        int next = callsAgain ? callee.callsite : callee.callsite + 1;
        show("returning from callee:", callee, "to caller at " + next + ":", caller);
        state.frame(state.currentFrame, null);
        state.currentFrame--;
        verification.instruction = next;
        if (callsAgain) {
            VerifierState before = visited.previousVisit(state, next);
            if (before != null) {
                visited.widen(before, state);
            }
        }
    }

    private void show(String first, FrameState one, String second, FrameState other) {
        if (verification.log.showsPath()) {
            verification.log.line(first);
            verification.states.printAll(verification.state, one.number);
            verification.log.line(second);
            verification.states.printAll(verification.state, other.number);
        }
    }
}
