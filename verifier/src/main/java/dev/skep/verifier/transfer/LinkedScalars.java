package dev.skep.verifier.transfer;

import dev.skep.isa.Width;
import dev.skep.verifier.domain.ScalarArithmetic;
import dev.skep.verifier.explore.Verification;
import dev.skep.verifier.state.FrameState;
import dev.skep.verifier.state.LinkedRegisters;
import dev.skep.verifier.state.LinkedRegisters.Place;
import dev.skep.verifier.state.RegisterState;
import dev.skep.verifier.state.VerifierState;

/**
 * Registers and slots that hold the same number, or that number plus a constant: what a branch tells about one of them
 * it tells about all; the kernel's {@code sync_linked_regs()}.
 */
final class LinkedScalars {
    private LinkedScalars() {}

    /** Finds all that share an id. When there are too many, the rest lose theirs. */
    static void collect(Verification verification, VerifierState state, int id, LinkedRegisters linked) {
        int wanted = id & ~RegisterState.ADD_CONST;
        for (int number = state.currentFrame; number >= 0; number--) {
            FrameState frame = state.frame(number);
            int live = verification.flow.liveRegisters(state.instructionOf(number));
            for (int register = 0; register < 10; register++) {
                RegisterState held = frame.registers[register];
                if ((live >>> register & 1) != 0
                        && held.isScalar()
                        && held.baseId() == wanted
                        && !linked.add(number, register, Place.REGISTER)) {
                    frame.registers[register] = held.withId(0);
                }
            }
            for (int slot = 0; slot < frame.slotCount(); slot++) {
                if (!frame.slot(slot).isSpill()) {
                    continue;
                }
                RegisterState held = frame.slot(slot).spilled();
                if (held.isScalar() && held.baseId() == wanted && !linked.add(number, slot, Place.SLOT)) {
                    frame.spilled(slot, held.withId(0));
                }
            }
        }
    }

    /** Tells all of them what is known of this register of the current frame. */
    static void synchronise(VerifierState state, int knownRegister, LinkedRegisters linked) {
        RegisterState known = state.current().registers[knownRegister];
        for (int index = 0; index < linked.count(); index++) {
            FrameState frame = state.frame(linked.frame(index));
            int where = linked.index(index);
            if (!linked.isRegister(index)) {
                frame.spilled(where, learned(frame.slot(where).spilled(), known));
            } else if (frame != state.current() || where != knownRegister) {
                frame.registers[where] = learned(frame.registers[where], known);
            }
        }
    }

    private static RegisterState learned(RegisterState register, RegisterState known) {
        if (!register.isScalar() || register.baseId() != known.baseId()) {
            return register;
        }
        if (((register.id() ^ known.id()) & RegisterState.ADD_CONST) == RegisterState.ADD_CONST) {
            // Sums of different widths: their distance is not the same for all numbers.
            return register;
        }
        boolean plain = (register.id() & RegisterState.ADD_CONST) == 0 && (known.id() & RegisterState.ADD_CONST) == 0;
        RegisterState copy = known.withSubregisterDefinition(register.subregisterDefinition());
        if (plain || register.offset() == known.offset()) {
            return copy;
        }
        long distance = (long) register.offset() - known.offset();
        boolean narrow = ((register.id() | known.id()) & RegisterState.ADD_CONST_32) != 0;
        return copy.withOffset(register.offset())
                .withId(register.id())
                .withScalar(ScalarArithmetic.plus(known.scalar(), distance, narrow ? Width.W32 : Width.W64));
    }
}
