package dev.skep.verifier.explore;

import dev.skep.verifier.state.JumpHistory;
import dev.skep.verifier.state.LinkedRegisters;
import dev.skep.verifier.state.VerifierState;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The registers and slots that are still looked for while going back; the kernel's {@code struct backtrack_state}. */
final class Backtrack {
    /** R1 to R5. */
    static final int ARGUMENTS = 0x3e;

    private final int[] registers = new int[VerifierState.MAX_FRAMES];
    private final long[] slots = new long[VerifierState.MAX_FRAMES];
    int frame;

    void reset() {
        Arrays.fill(registers, 0);
        Arrays.fill(slots, 0);
        frame = 0;
    }

    boolean isEmpty() {
        for (int number = 0; number <= frame; number++) {
            if (registers[number] != 0 || slots[number] != 0) {
                return false;
            }
        }
        return true;
    }

    void setRegister(int number) {
        registers[frame] |= 1 << number;
    }

    void setRegister(int inFrame, int number) {
        registers[inFrame] |= 1 << number;
    }

    void clearRegister(int number) {
        registers[frame] &= ~(1 << number);
    }

    void clearRegister(int inFrame, int number) {
        registers[inFrame] &= ~(1 << number);
    }

    void setSlot(int inFrame, int slot) {
        slots[inFrame] |= 1L << slot;
    }

    void clearSlot(int inFrame, int slot) {
        slots[inFrame] &= ~(1L << slot);
    }

    boolean hasRegister(int number) {
        return (registers[frame] & 1 << number) != 0;
    }

    boolean hasSlot(int inFrame, int slot) {
        return (slots[inFrame] & 1L << slot) != 0;
    }

    int registers() {
        return registers[frame];
    }

    int registers(int inFrame) {
        return registers[inFrame];
    }

    long slots() {
        return slots[frame];
    }

    long slots(int inFrame) {
        return slots[inFrame];
    }

    /** When one of the registers that shared an id here is looked for, all of them are. */
    void synchroniseLinked(@Nullable JumpHistory entry) {
        if (entry == null || entry.linked() == 0) {
            return;
        }
        LinkedRegisters linked = LinkedRegisters.unpack(entry.linked());
        boolean wanted = false;
        for (int index = 0; index < linked.count() && !wanted; index++) {
            wanted = linked.isRegister(index)
                    ? (registers[linked.frame(index)] & 1 << linked.index(index)) != 0
                    : hasSlot(linked.frame(index), linked.index(index));
        }
        for (int index = 0; index < linked.count() && wanted; index++) {
            if (linked.isRegister(index)) {
                setRegister(linked.frame(index), linked.index(index));
            } else {
                setSlot(linked.frame(index), linked.index(index));
            }
        }
    }

    /** {@code r0,r2}. */
    static String registerNames(int mask) {
        StringBuilder text = new StringBuilder();
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            text.append(text.isEmpty() ? "r" : ",r").append(Integer.numberOfTrailingZeros(rest));
        }
        return text.toString();
    }
}
