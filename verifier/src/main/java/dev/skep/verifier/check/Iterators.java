package dev.skep.verifier.check;

import dev.skep.helper.KfuncFlag;
import dev.skep.helper.KfuncPrototype;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.explore.VisitedStates;
import dev.skep.verifier.explore.Worklist;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.IteratorState;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.RegisterType;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.state.VerifierState;
import dev.skep.verifier.transfer.NullChecks;
import java.util.Objects;

/** Open-coded iterators on the stack; the kernel's {@code process_iter_arg()} and {@code process_iter_next_call()}. */
final class Iterators {
    private static final String WHAT = "iter";
    private static final String PREFIX = "bpf_iter_";

    private final Verification verification;
    private final VisitedStates visited;
    private final StackObjects objects;
    private final MemoryAccess memory;
    private final StructLayouts structs;
    final GraphNodes nodes;

    Iterators(CheckRooms rooms) {
        this.verification = rooms.verification;
        this.visited = rooms.visited;
        this.objects = rooms.stackObjects;
        this.memory = rooms.memory;
        this.structs = rooms.structs;
        this.nodes = rooms.nodes;
    }

    void check(KfuncFacts facts, int number) {
        KfuncPrototype prototype = facts.prototype;
        if (facts.name().equals(KfuncNames.ITER_CSS_TASK_NEW) && !mayIterateOverTasksOfCgroups()) {
            throw verification.reject(
                    Errno.EINVAL, "css_task_iter is only allowed in bpf_lsm, bpf_iter and sleepable progs");
        }
        RegisterState pointer = verification.register(number);
        if (!pointer.type().equals(RegisterType.STACK)) {
            throw verification.reject(
                    Errno.EINVAL, "arg#" + (number - 1) + " expected pointer to an iterator on stack");
        }
        StructType type = verification.kernelType(
                prototype.parameters().get(number - 1).type().name());
        int slots = structs.sizeOf(type) / StackSlot.SIZE;
        if (!type.name().startsWith(PREFIX) || slots == 0) {
            throw verification.reject(Errno.EINVAL, "expected valid iter pointer as arg #" + (number - 1));
        }
        if (prototype.has(KfuncFlag.ITER_NEW)) {
            make(prototype, number, type, slots);
        } else {
            use(facts, number, type, slots);
        }
    }

    /** Others would wait for a lock that they hold. */
    private boolean mayIterateOverTasksOfCgroups() {
        return switch (verification.subject.type()) {
            case LSM -> true;
            case TRACING -> verification.subject.attachType() == AttachType.TRACE_ITER || verification.state.sleepable;
            default -> verification.state.sleepable;
        };
    }

    private static String shortName(StructType type) {
        return "iter_" + type.name().substring(PREFIX.length());
    }

    private void make(KfuncPrototype prototype, int number, StructType type, int slots) {
        RegisterState pointer = verification.register(number);
        if (!isFree(pointer, slots)) {
            throw verification.reject(
                    Errno.EINVAL, "expected uninitialized " + shortName(type) + " as arg #" + (number - 1));
        }
        for (int offset = 0; offset < slots * StackSlot.SIZE; offset += StackSlot.SIZE) {
            memory.check(MemoryOperand.write(verification.instruction, number, offset, Long.BYTES));
        }
        int first = objects.expectSlot(pointer, WHAT, slots);
        int id = verification.newId();
        verification.state.addReference(new Reference(Reference.Kind.POINTER, id, verification.instruction, null));
        RegisterType kind = RegisterType.STACK;
        if (prototype.has(KfuncFlag.RCU_PROTECTED)) {
            kind = kind.with(Sections.inRcu(verification) ? RegisterType.RCU : RegisterType.UNTRUSTED);
        }
        RegisterState iterator = RegisterState.pointer(kind, type).withFirst(IteratorState.ACTIVE.ordinal());
        FrameState frame = verification.frameOf(pointer);
        for (int slot = first; slot > first - slots; slot--) {
            frame.slot(
                    slot,
                    new StackSlot(
                            StackSlot.all(SlotType.ITERATOR), slot == first ? iterator.withReference(id) : iterator));
            verification.liveness.write(frame.number, slot);
            verification.scratchSlot(slot);
        }
    }

    private boolean isFree(RegisterState pointer, int slots) {
        int first = objects.slotOf(pointer, WHAT, slots);
        if (first == StackObjects.BEYOND) {
            return true;
        }
        if (first < 0) {
            return false;
        }
        FrameState frame = verification.frameOf(pointer);
        for (int slot = first; slot > first - slots; slot--) {
            for (int index = 0; index < StackSlot.SIZE; index++) {
                if (frame.slot(slot).at(index) == SlotType.ITERATOR) {
                    return false;
                }
            }
        }
        return true;
    }

    private void use(KfuncFacts facts, int number, StructType type, int slots) {
        RegisterState pointer = verification.register(number);
        expectMade(facts, pointer, number, type, slots);
        int first = objects.expectSlot(pointer, WHAT, slots);
        objects.read(pointer, first, slots);
        facts.iteratorFrame = pointer.frame();
        facts.iteratorSlot = first;
        FrameState frame = verification.frameOf(pointer);
        int reference = frame.slot(first).spilled().reference();
        facts.reference = reference;
        if (facts.prototype.has(KfuncFlag.ITER_DESTROY)) {
            destroy(frame, first, slots, reference);
        }
    }

    private void expectMade(KfuncFacts facts, RegisterState pointer, int number, StructType type, int slots) {
        int first = objects.slotOf(pointer, WHAT, slots);
        boolean made = first >= 0;
        FrameState frame = verification.frameOf(pointer);
        for (int slot = first; made && slot > first - slots; slot--) {
            RegisterState part = frame.slot(slot).spilled();
            if (part.type().has(RegisterType.UNTRUSTED)) {
                throw verification.reject(Errno.EPROTO, "expected an RCU CS when using " + facts.name());
            }
            made = (slot == first) == (part.reference() != 0)
                    && Objects.equals(part.target(), type)
                    && frame.slot(slot).isAll(SlotType.ITERATOR);
        }
        if (!made) {
            throw verification.reject(
                    Errno.EINVAL, "expected an initialized " + shortName(type) + " as arg #" + (number - 1));
        }
    }

    private void destroy(FrameState frame, int first, int slots, int reference) {
        for (int slot = first; slot > first - slots; slot--) {
            if (slot == first) {
                verification.releaseReference(reference);
            }
            frame.slot(slot, verification.deadSlot());
            verification.liveness.write(frame.number, slot);
            verification.scratchSlot(slot);
        }
    }

    RegisterState iterator(VerifierState state, KfuncFacts facts) {
        return state.frame(facts.iteratorFrame).slot(facts.iteratorSlot).spilled();
    }

    /** The iterator ends here; on another path it gives one more element. */
    void step(KfuncFacts facts) {
        VerifierState state = verification.state;
        RegisterState iterator = iterator(state, facts);
        if (iterator.first() == IteratorState.ACTIVE.ordinal()) {
            goOn(facts, state, iterator);
        }
        set(state, facts, iterator.withFirst(IteratorState.DRAINED.ordinal()));
        verification.register(0, verification.constantZero(verification.register(0)));
    }

    private static void set(VerifierState state, KfuncFacts facts, RegisterState iterator) {
        state.frame(facts.iteratorFrame).spilled(facts.iteratorSlot, iterator);
    }

    private void goOn(KfuncFacts facts, VerifierState state, RegisterState iterator) {
        int instruction = verification.instruction;
        VerifierState parent = state.parent;
        if (parent == null || parent.instruction != instruction || !parent.sameCallsites(state)) {
            throw verification.bug("bad parent state for iter next call");
        }
        VerifierState before = visited.previousVisit(parent, instruction);
        VerifierState next = verification.worklist.push(instruction + 1, instruction, Worklist.Way.REAL);
        set(next, facts, iterator.withSecond(iterator.second() + 1));
        if (before != null) {
            visited.widen(before, next);
        }
        RegisterState[] registers = next.current().registers;
        registers[0] = NullChecks.notNull(registers[0]);
    }
}
