package dev.skep.verifier.check;

import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.Errno;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;

/** Calls of kernel functions; the kernel's {@code check_kfunc_call()}. */
final class KfuncCalls {
    private static final int MAX_ERRNO = 4095;

    private final Verification verification;
    private final Operands operands;
    private final KfuncArguments arguments;
    private final KfuncSections sections;
    private final KfuncResults results;
    private final Callbacks callbacks;
    private final Iterators iterators;
    private final GraphNodes nodes;
    private final ReturnCodes returns;

    KfuncCalls(CheckRooms rooms, ReturnCodes returns) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
        this.arguments = new KfuncArguments(rooms);
        this.sections = new KfuncSections(rooms);
        this.results = new KfuncResults(rooms);
        this.callbacks = rooms.callbacks;
        this.iterators = rooms.iterators;
        this.nodes = rooms.nodes;
        this.returns = returns;
    }

    /** How a call ends. */
    enum Result {
        RETURNS,
        THROWS
    }

    boolean mayHoldLock(CallKfunc call) {
        return KfuncNames.mayHoldLock(verification.subject.kfuncName(call.btfId()));
    }

    Result call(CallKfunc call) {
        if (call.btfId() == 0) {
            // A weak reference that nothing resolved; what comes after looks after it.
            return Result.RETURNS;
        }
        KfuncPrototype prototype = verification.subject.kfuncs().find(call.btfId());
        if (prototype == null) {
            throw verification.reject(
                    Errno.EACCES,
                    "calling kernel function " + verification.subject.kfuncName(call.btfId()) + " is not allowed");
        }
        KfuncFacts facts = new KfuncFacts(prototype);
        admit(facts);
        arguments.check(facts);
        callBack(facts, call);
        sections.apply(facts);
        release(facts, call);
        insert(facts, call);
        boolean throwsException = facts.name().equals(KfuncNames.THROW);
        verification.throwsException |= throwsException;
        if (throwsException && !verification.hasExceptionCallback()) {
            returns.check(1);
        }
        operands.clobberCallerSaved();
        for (int number = 0; number <= 5; number++) {
            verification.register(number, verification.register(number).withSubregisterDefinition(0));
        }
        results.set(facts);
        if (facts.name().equals(KfuncNames.XDP_PULL_DATA)) {
            verification.clearPacketPointers();
        }
        if (prototype.has(KfuncFlag.ITER_NEXT)) {
            iterators.step(facts);
        }
        return throwsException ? Result.THROWS : Result.RETURNS;
    }

    private void admit(KfuncFacts facts) {
        String name = facts.name();
        if (KfuncNames.takesResilientLock(name)) {
            pushFailedLock();
        } else if (name.equals(KfuncNames.TRAP)) {
            throw verification.reject(Errno.EFAULT, "unexpected __bpf_trap() due to uninitialized variable?");
        }
        if (facts.prototype.has(KfuncFlag.SLEEPABLE) && !verification.state.sleepable) {
            throw verification.reject(Errno.EACCES, "program must be sleepable to call sleepable kfunc " + name);
        }
    }

    /** One more path, on which the lock could not be taken. */
    private void pushFailedLock() {
        int instruction = verification.instruction;
        VerifierState branch = verification.worklist.push(instruction + 1, instruction, Worklist.Way.REAL);
        RegisterState[] registers = branch.current().registers;
        for (int number = 0; number <= 5; number++) {
            registers[number] = verification.notInitialised(registers[number]).withSubregisterDefinition(0);
        }
        Scalar error = Scalar.UNKNOWN
                .draft()
                .signed(-MAX_ERRNO, -1)
                .signed32(-MAX_ERRNO, -1)
                .synchronise()
                .build();
        registers[0] = verification.unknown(registers[0]).withScalar(error).withSubregisterDefinition(instruction + 1);
    }

    private void callBack(KfuncFacts facts, CallKfunc call) {
        try {
            if (facts.name().equals(KfuncNames.RBTREE_ADD)) {
                callbacks.push(facts.callback, Callbacks.Shape.TREE_ORDER);
            } else if (facts.name().equals(KfuncNames.WORKQUEUE_SET_CALLBACK)) {
                callbacks.pushLater(facts.callback, Callbacks.Later.WORKQUEUE);
            } else if (KfuncNames.TASK_WORK.contains(facts.name())) {
                callbacks.pushLater(facts.callback, Callbacks.Later.TASK_WORK);
            }
        } catch (Rejection rejection) {
            verification.log.line(label(facts, call) + " failed callback verification");
            throw rejection;
        }
    }

    private static String label(KfuncFacts facts, CallKfunc call) {
        return "kfunc " + facts.name() + "#" + call.btfId();
    }

    private void release(KfuncFacts facts, CallKfunc call) {
        if (facts.released != 0
                && !verification.releaseReference(
                        verification.register(facts.released).reference())) {
            throw verification.reject(Errno.EINVAL, label(facts, call) + " reference has not been acquired before");
        }
    }

    private void insert(KfuncFacts facts, CallKfunc call) {
        if (!KfuncNames.INSERTS.contains(facts.name())) {
            return;
        }
        int reference = verification.register(2).reference();
        nodes.giveAway(reference);
        if (!verification.releaseReference(reference)) {
            throw verification.reject(Errno.EINVAL, label(facts, call) + " reference has not been acquired before");
        }
    }
}
