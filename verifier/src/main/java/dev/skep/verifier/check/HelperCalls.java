package dev.skep.verifier.check;

import dev.skep.helper.ArgumentType;
import dev.skep.helper.HelperPrototype;
import dev.skep.kernel.Errno;
import dev.skep.kernel.map.MapType;
import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.explore.InstructionFacts;
import dev.skep.verifier.explore.Rejection;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.VerifierState;

/** Calls of helpers; the kernel's {@code check_helper_call()}. */
final class HelperCalls {
    private final Verification verification;
    private final Operands operands;
    private final MemoryAccess memory;
    private final Dynptrs dynptrs;
    private final HelperArguments arguments;
    private final HelperResults results;
    private final MapCompatibility compatibility;
    private final ResourceLeaks leaks;
    private final Callbacks callbacks;

    HelperCalls(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.operands = rooms.operands;
        this.memory = rooms.memory;
        this.dynptrs = rooms.dynptrs;
        this.arguments = rooms.arguments;
        this.leaks = rooms.leaks;
        this.callbacks = rooms.callbacks;
        this.results = new HelperResults(verification);
        this.compatibility = new MapCompatibility(verification);
    }

    void call(int id) {
        HelperPrototype prototype = expectCallable(id);
        CallFacts facts = new CallFacts(prototype);
        for (int index = 0; index < prototype.arguments().size(); index++) {
            arguments.check(facts, index);
        }
        recordMap(facts, id);
        recordKey(facts, id);
        for (int offset = 0; offset < facts.uninitialised.size; offset++) {
            memory.check(MemoryOperand.write(verification.instruction, facts.uninitialised.base, offset, 1));
        }
        if (facts.released != 0) {
            release(facts);
        }
        // A tail call that fails leaves the packet alone; one that does not never comes back here.
        boolean changesPacket = specialChecks(facts, id) || (HelperIds.changesPacket(id) && id != HelperIds.TAIL_CALL);
        operands.clobberCallerSaved();
        verification.register(0, verification.register(0).withSubregisterDefinition(0));
        results.set(facts);
        compatibility.check(facts.map, id);
        if (id == HelperIds.GET_FUNC_IP) {
            checkFunctionAddress(prototype);
        }
        if (changesPacket) {
            verification.clearPacketPointers();
        }
    }

    private HelperPrototype expectCallable(int id) {
        String name = verification.subject.helpers().name(id) + "#" + id;
        if (!verification.subject.helpers().exists(id)) {
            throw verification.reject(Errno.EINVAL, "invalid func " + name);
        }
        HelperPrototype prototype = verification.subject.helpers().find(id);
        if (prototype == null) {
            throw verification.reject(Errno.EINVAL, "program of this type cannot use helper " + name);
        }
        if (!verification.subject.gpl() && prototype.gplOnly()) {
            throw verification.reject(
                    Errno.EINVAL, "cannot call GPL-restricted function from non-GPL compatible program");
        }
        if (prototype.mightSleep()) {
            expectMaySleep(name);
        }
        return prototype;
    }

    private void expectMaySleep(String name) {
        VerifierState state = verification.state;
        if (!state.sleepable) {
            throw verification.reject(Errno.EINVAL, "helper call might sleep in a non-sleepable prog");
        }
        if (state.activeRcuLock) {
            throw verification.reject(Errno.EINVAL, "sleepable helper " + name + " in rcu_read_lock region");
        }
        if (state.activePreemptLocks != 0) {
            throw verification.reject(Errno.EINVAL, "sleepable helper " + name + " in non-preemptible region");
        }
        if (state.activeIrqId != 0) {
            throw verification.reject(Errno.EINVAL, "sleepable helper " + name + " in IRQ-disabled region");
        }
    }

    private void recordMap(CallFacts facts, int id) {
        switch (id) {
            case HelperIds.TAIL_CALL,
                    HelperIds.MAP_LOOKUP_ELEM,
                    HelperIds.MAP_UPDATE_ELEM,
                    HelperIds.MAP_DELETE_ELEM,
                    HelperIds.MAP_PUSH_ELEM,
                    HelperIds.MAP_POP_ELEM,
                    HelperIds.MAP_PEEK_ELEM,
                    HelperIds.FOR_EACH_MAP_ELEM,
                    HelperIds.REDIRECT_MAP,
                    HelperIds.MAP_LOOKUP_PERCPU_ELEM -> {}
            default -> {
                return;
            }
        }
        MapView map = facts.expectMap();
        boolean writes = id == HelperIds.MAP_DELETE_ELEM
                || id == HelperIds.MAP_UPDATE_ELEM
                || id == HelperIds.MAP_PUSH_ELEM
                || id == HelperIds.MAP_POP_ELEM;
        if (writes && map.isReadOnlyForPrograms()) {
            throw verification.reject(Errno.EACCES, "write into map forbidden");
        }
        InstructionFacts known = verification.facts();
        known.mapVaries |= known.map != null && !known.map.equals(map);
        known.map = map;
    }

    private void recordKey(CallFacts facts, int id) {
        if (id != HelperIds.TAIL_CALL) {
            return;
        }
        MapView map = facts.map;
        if (map == null || map.type() != MapType.PROG_ARRAY) {
            verification.log.say("expected prog array map for tail call");
            throw new Rejection(Errno.EINVAL);
        }
        RegisterState index = verification.register(3);
        InstructionFacts known = verification.facts();
        if (!index.isConstant()
                || Long.compareUnsigned(index.scalar().value(), Integer.toUnsignedLong(map.maxEntries())) >= 0) {
            known.mapKey = -2;
            return;
        }
        verification.precision.mark(3);
        long value = index.scalar().value();
        known.mapKey = known.mapKey == -1 || known.mapKey == value ? value : -2;
    }

    private void release(CallFacts facts) {
        int number = facts.released;
        boolean released;
        if (facts.prototype.arguments().get(number - 1).type() == ArgumentType.PTR_TO_DYNPTR) {
            dynptrs.release(verification.register(number));
            released = true;
        } else if (facts.prototype.id() == HelperIds.KPTR_XCHG && facts.reference != 0) {
            released = giveToMap(facts.reference);
        } else if (facts.reference != 0) {
            released = verification.releaseReference(facts.reference);
        } else {
            released = verification.register(number).isNull();
        }
        if (!released) {
            throw verification.reject(
                    Errno.EINVAL,
                    "func " + facts.prototype.functionName() + "#" + facts.prototype.id()
                            + " reference has not been acquired before");
        }
    }

    private boolean giveToMap(int reference) {
        boolean rcu = Sections.inRcu(verification);
        if (!verification.state.releasePointer(reference)) {
            return false;
        }
        verification.state.replaceRegisters(register -> {
            if (register.reference() != reference) {
                return register;
            }
            RegisterType type = register.type();
            return rcu && type.has(RegisterType.ALLOC) && type.has(RegisterType.PERCPU)
                    ? register.withReference(0)
                            .withType(type.without(RegisterType.ALLOC).with(RegisterType.RCU))
                    : verification.invalid(register);
        });
        return true;
    }

    /** @return whether the packet may move, which the helper's number alone does not tell */
    private boolean specialChecks(CallFacts facts, int id) {
        switch (id) {
            case HelperIds.TAIL_CALL ->
                leaks.check(ResourceLeaks.Exit.NORMAL, ResourceLeaks.Sections.MUST_END, "tail_call");
            case HelperIds.GET_LOCAL_STORAGE -> {
                if (!verification.register(2).isNull()) {
                    throw verification.reject(Errno.EINVAL, "get_local_storage() doesn't support non-zero flags");
                }
            }
            case HelperIds.FOR_EACH_MAP_ELEM -> callbacks.push(facts.callback, Callbacks.Shape.MAP_ELEMENT);
            case HelperIds.TIMER_SET_CALLBACK -> callbacks.pushLater(facts.callback, Callbacks.Later.TIMER);
            case HelperIds.FIND_VMA -> callbacks.push(facts.callback, Callbacks.Shape.VMA);
            case HelperIds.USER_RINGBUF_DRAIN -> callbacks.push(facts.callback, Callbacks.Shape.USER_RINGBUF);
            case HelperIds.LOOP -> loop(facts);
            case HelperIds.DYNPTR_FROM_MEM -> {
                RegisterType type = verification.register(1).type();
                if (!type.equals(RegisterType.MAP_VALUE)) {
                    throw verification.reject(
                            Errno.EACCES, "Unsupported reg type " + type + " for bpf_dynptr_from_mem data");
                }
            }
            case HelperIds.DYNPTR_DATA -> {
                RegisterState dynptr = dynptrs.get(verification.register(1));
                facts.dynptrId = dynptr.id();
                facts.reference = dynptr.reference();
            }
            case HelperIds.DYNPTR_WRITE -> {
                DynptrType type =
                        DynptrType.of(dynptrs.get(verification.register(1)).first());
                return type == DynptrType.SKB || type == DynptrType.SKB_META;
            }
            case HelperIds.SNPRINTF -> FormatStrings.check(verification);
            default -> {}
        }
        return false;
    }

    private void loop(CallFacts facts) {
        InstructionFacts known = verification.facts();
        boolean plain = verification.register(4).isNull();
        if (known.loopCallback != -2) {
            if (plain) {
                verification.precision.mark(4);
            }
            boolean same = known.loopCallback == -1 || known.loopCallback == facts.callback;
            known.loopCallback = plain && same ? facts.callback : -2;
        }
        verification.precision.mark(1);
        Scalar rounds = verification.register(1).scalar();
        if (Long.compareUnsigned(verification.frame().callbackDepth, rounds.umax()) < 0) {
            callbacks.push(facts.callback, Callbacks.Shape.LOOP);
            return;
        }
        verification.frame().callbackDepth = 0;
        if (verification.log.showsEverything()) {
            verification.log.line("frame" + verification.state.currentFrame + " bpf_loop iteration limit reached");
        }
    }

    private void checkFunctionAddress(HelperPrototype prototype) {
        String name = "func " + prototype.functionName() + "#" + prototype.id();
        switch (verification.subject.type()) {
            case KPROBE -> {}
            case TRACING -> {
                switch (verification.subject.attachType()) {
                    case TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN -> {}
                    default ->
                        throw verification.reject(
                                Errno.ENOTSUPP, name + " supported only for fentry/fexit/fmod_ret programs");
                }
            }
            default ->
                throw verification.reject(
                        Errno.ENOTSUPP,
                        name + " not supported for program type "
                                + verification.subject.type().id());
        }
    }
}
