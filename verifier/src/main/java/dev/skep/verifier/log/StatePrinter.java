package dev.skep.verifier.log;

import dev.skep.verifier.domain.Scalar;
import dev.skep.verifier.state.DynptrType;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.IteratorState;
import dev.skep.verifier.state.MapView;
import dev.skep.verifier.state.Reference;
import dev.skep.verifier.state.RegisterKind;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.SlotType;
import dev.skep.verifier.state.StackSlot;
import dev.skep.verifier.state.StructType;
import dev.skep.verifier.state.VerifierState;

/** How states look in the log; the kernel's {@code print_verifier_state()}. */
public final class StatePrinter {
    private static final String ITERATOR_PREFIX = "bpf_iter_";

    private final VerifierLog log;
    private final Scratches scratches;

    public StatePrinter(VerifierLog log, Scratches scratches) {
        this.log = log;
        this.scratches = scratches;
    }

    /** All registers and slots of a frame, as a line that begins with a space for each. */
    public void printAll(VerifierState state, int frame) {
        print(state, state.frame(frame), true);
    }

    /** Those that were touched since this was called last. */
    public void printTouched(VerifierState state, int frame) {
        print(state, state.frame(frame), false);
        scratches.clear();
    }

    private void print(VerifierState state, FrameState frame, boolean all) {
        if (frame.number != 0) {
            log.say(" frame").say(frame.number).say(':');
        }
        for (int number = 0; number < frame.registers.length; number++) {
            RegisterState register = frame.registers[number];
            if (register.isInitialised() && (all || scratches.hasRegister(number))) {
                log.say(" R").say(number).say('=');
                printRegister(frame, register);
            }
        }
        for (int index = 0; index < frame.slotCount(); index++) {
            if (all || scratches.hasSlot(index)) {
                index = printSlot(frame, index);
            }
        }
        printReferences(state.references);
        if (frame.inCallback) {
            log.say(" cb");
        }
        if (frame.inAsyncCallback) {
            log.say(" async_cb");
        }
        log.say("\n");
    }

    private void printReferences(Reference[] references) {
        if (references.length == 0 || references[0].id() == 0) {
            return;
        }
        log.say(" refs=").say(references[0].id());
        for (int index = 1; index < references.length; index++) {
            if (references[index].id() != 0) {
                log.say(',').say(references[index].id());
            }
        }
    }

    /** @return the last slot that was printed: a dynptr takes two */
    private int printSlot(FrameState frame, int index) {
        StackSlot slot = frame.slot(index);
        if (slot.isAll(SlotType.INVALID)) {
            return index;
        }
        switch (slot.kind()) {
            case SPILL -> {
                String letters = slot.letters();
                say(index).say(letters.substring(0, letters.indexOf(SlotType.SPILL.letter())));
                printRegister(frame, slot.spilled());
            }
            case DYNPTR -> {
                printDynptr(index + 1, frame.slot(index + 1).spilled());
                return index + 1;
            }
            case ITERATOR -> printIterator(index, slot.spilled());
            case INVALID, MISC, ZERO, IRQ_FLAG -> say(index).say(slot.letters());
        }
        return index;
    }

    private VerifierLog say(int slot) {
        return log.say(" fp").say((-slot - 1L) * StackSlot.SIZE).say('=');
    }

    private void printDynptr(int index, RegisterState slot) {
        say(index).say("dynptr_").say(DynptrType.of(slot.first()).text()).say('(');
        Separator separator = new Separator();
        if (slot.id() != 0) {
            separator.say("id=").say(slot.id());
        }
        if (slot.reference() != 0) {
            separator.say("ref_id=").say(slot.reference());
        }
        if (slot.second() != 0) {
            // The kernel takes the mark of the first slot for an id, which has the same place in a union.
            separator.say("dynptr_id=").say(slot.second());
        }
        log.say(')');
    }

    private void printIterator(int index, RegisterState slot) {
        if (slot.reference() == 0) {
            return;
        }
        String name = slot.target() instanceof StructType type ? type.name() : "";
        say(index)
                .say("iter_")
                .say(name.startsWith(ITERATOR_PREFIX) ? name.substring(ITERATOR_PREFIX.length()) : "<invalid>")
                .say("(ref_id=")
                .say(slot.reference())
                .say(",state=")
                .say(IteratorState.of(slot.first()).text())
                .say(",depth=")
                .say(slot.second())
                .say(')');
    }

    private void printRegister(FrameState frame, RegisterState register) {
        RegisterKind kind = register.kind();
        Scalar scalar = register.scalar();
        if (kind == RegisterKind.SCALAR) {
            if (register.isPrecise()) {
                log.say('P');
            }
            if (scalar.isConstant()) {
                log.signed(scalar.value());
                return;
            }
        }
        log.say(register.type().toString());
        if (kind == RegisterKind.ARENA) {
            return;
        }
        if (kind == RegisterKind.STACK) {
            if (frame.number != register.frame()) {
                log.say('[').say(register.frame()).say(']');
            }
            if (scalar.isConstant()) {
                log.signed(scalar.value() + register.offset());
                return;
            }
        }
        if (kind == RegisterKind.BTF_ID && register.target() instanceof StructType type) {
            log.say(type.name());
        }
        log.say('(');
        printDetails(register);
        log.say(')');
    }

    private void printDetails(RegisterState register) {
        RegisterKind kind = register.kind();
        Separator separator = new Separator();
        if (register.id() != 0) {
            separator.say("id=").say(register.baseId());
        }
        if ((register.id() & RegisterState.ADD_CONST) != 0) {
            log.say(register.offset() < 0 ? "" : "+").say(register.offset());
        }
        if (register.reference() != 0) {
            separator.say("ref_obj_id=").say(register.reference());
        }
        if (register.type().isNonOwning()) {
            separator.say("non_own_ref");
        }
        if (kind.isMap() && register.target() instanceof MapView map) {
            if (!map.name().isEmpty()) {
                separator.say("map=").say(map.name());
            }
            separator.say("ks=").say(map.keySize()).say(",vs=").say(map.valueSize());
        }
        if (kind != RegisterKind.SCALAR && register.offset() != 0) {
            separator.say("off=").signed(register.offset());
        }
        if (kind.isPacket()) {
            separator.say("r=").unsigned(register.first());
        }
        if (kind == RegisterKind.MEM) {
            separator.say("sz=").unsigned(Integer.toUnsignedLong(register.first()));
        }
        if (kind == RegisterKind.DYNPTR) {
            separator.say("type=").say(DynptrType.of(register.first()).text());
        }
        Scalar scalar = register.scalar();
        if (!scalar.isConstant()) {
            printRanges(scalar, separator);
        } else if (scalar.value() != 0) {
            separator.say("imm=").signed(scalar.value());
        }
    }

    private void printRanges(Scalar scalar, Separator separator) {
        Bound[] bounds = {
            new Bound("smin", scalar.smin(), scalar.smin() == Long.MIN_VALUE),
            new Bound("smax", scalar.smax(), scalar.smax() == Long.MAX_VALUE),
            new Bound("umin", scalar.umin(), scalar.umin() == 0),
            new Bound("umax", scalar.umax(), scalar.umax() == -1),
            new Bound("smin32", signed32(scalar.s32Min()), scalar.s32Min() == Integer.MIN_VALUE),
            new Bound("smax32", signed32(scalar.s32Max()), scalar.s32Max() == Integer.MAX_VALUE),
            new Bound("umin32", Integer.toUnsignedLong(scalar.u32Min()), scalar.u32Min() == 0),
            new Bound("umax32", Integer.toUnsignedLong(scalar.u32Max()), scalar.u32Max() == -1)
        };
        for (int index = 0; index < bounds.length; index++) {
            Bound bound = bounds[index];
            if (bound.omitted) {
                continue;
            }
            separator.say(bound.name).say('=');
            for (int other = index + 2; other < bounds.length; other += 2) {
                Bound same = bounds[other];
                if (!same.omitted && same.value == bound.value && same.isNegative() == bound.isNegative()) {
                    same.omitted = true;
                    log.say(same.name).say('=');
                }
            }
            if (bound.isSigned()) {
                log.signed(bound.value);
            } else {
                log.unsigned(bound.value);
            }
        }
        if (!scalar.tnum().isUnknown()) {
            separator.say("var_off=").say(scalar.tnum().toString());
        }
    }

    /**
     * Sign-extended where it is written in decimal, so that it meets its 64-bit equal, and not where it is hexadecimal.
     */
    private static long signed32(int number) {
        return number == (short) number ? number : Integer.toUnsignedLong(number);
    }

    /** One end of a range. */
    private static final class Bound {
        private final String name;
        private final long value;
        private boolean omitted;

        Bound(String name, long value, boolean omitted) {
            this.name = name;
            this.value = value;
            this.omitted = omitted;
        }

        boolean isSigned() {
            return name.charAt(0) == 's';
        }

        boolean isNegative() {
            return isSigned() && value < 0;
        }
    }

    /** A comma before all but the first. */
    private final class Separator {
        private boolean needed;

        VerifierLog say(String words) {
            if (needed) {
                log.say(',');
            }
            needed = true;
            return log.say(words);
        }
    }
}
