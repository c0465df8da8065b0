package dev.skep.hostkernel.random;

import dev.skep.isa.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the generator believes about the machine where it writes: registers, and the stack of the function. */
final class Belief {
    private static final int SLOTS = 64;

    final Content[] registers = new Content[Register.COUNT];
    /** By slot of eight bytes, counted down from the frame's upper end. */
    final Content[] slots = new Content[SLOTS];
    /** Bytes of the stack that were written, counted down from the frame's upper end. */
    final boolean[] written = new boolean[SLOTS * 8];

    final Set<Register> pinned = EnumSet.noneOf(Register.class);
    final boolean[] pinnedSlots = new boolean[SLOTS];

    Belief() {
        Arrays.fill(registers, Content.nothing());
        Arrays.fill(slots, Content.nothing());
        registers[10] = new Content.Frame(0);
    }

    Belief copy() {
        Belief copy = new Belief();
        copy.become(this);
        return copy;
    }

    void become(Belief other) {
        System.arraycopy(other.registers, 0, registers, 0, registers.length);
        System.arraycopy(other.slots, 0, slots, 0, slots.length);
        System.arraycopy(other.written, 0, written, 0, written.length);
        System.arraycopy(other.pinnedSlots, 0, pinnedSlots, 0, pinnedSlots.length);
        pinned.clear();
        pinned.addAll(other.pinned);
    }

    /** What holds whichever way was taken. */
    void meet(Belief other) {
        for (int i = 0; i < registers.length; i++) {
            registers[i] = Content.meet(registers[i], other.registers[i]);
        }
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = Content.meet(slots[i], other.slots[i]);
        }
        for (int i = 0; i < written.length; i++) {
            written[i] &= other.written[i];
        }
    }

    Content of(Register register) {
        return registers[register.number()];
    }

    void set(Register register, Content content) {
        if (register.number() < 10) {
            registers[register.number()] = content;
        }
    }

    /** What a call leaves of the registers. */
    void called() {
        for (int i = 0; i <= 5; i++) {
            registers[i] = Content.nothing();
        }
    }

    List<Register> with(Predicate<Content> predicate) {
        List<Register> found = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            if (predicate.test(registers[i])) {
                found.add(Register.of(i));
            }
        }
        return found;
    }

    /** Nothing is known about numbers any more, and nothing about what a loop's body may change. */
    void forgetNumbers() {
        for (int i = 0; i < 10; i++) {
            if (registers[i].isNumber()) {
                registers[i] = Content.anyNumber();
            }
        }
        Arrays.fill(slots, Content.nothing());
    }

    /** Pointers into packets are worthless: the packet may have moved. */
    void forgetPackets() {
        for (int i = 0; i < 10; i++) {
            if (isPacket(registers[i])) {
                registers[i] = Content.nothing();
            }
        }
        for (int i = 0; i < SLOTS; i++) {
            if (isPacket(slots[i])) {
                slots[i] = Content.nothing();
            }
        }
    }

    private static boolean isPacket(Content content) {
        return content instanceof Content.Packet || content instanceof Content.PacketEnd;
    }

    /** Notes a store to the stack of {@code size} bytes at {@code offset} below 0. */
    void wrote(int offset, int size, Content content) {
        for (int at = offset; at < offset + size; at++) {
            if (at < 0 && at >= -written.length) {
                written[-1 - at] = true;
                slots[(-1 - at) / 8] = Content.nothing();
            }
        }
        if (size == 8 && offset % 8 == 0 && offset < 0 && offset >= -written.length) {
            slots[-offset / 8 - 1] = content;
        }
    }

    boolean isWritten(int offset, int size) {
        for (int at = offset; at < offset + size; at++) {
            if (at >= 0 || at < -written.length || !written[-1 - at]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes belong to what must not be overwritten. */
    boolean isPinned(int offset, int size) {
        for (int at = offset; at < offset + size; at++) {
            if (at < 0 && at >= -written.length && pinnedSlots[(-1 - at) / 8]) {
                return true;
            }
        }
        return false;
    }

    boolean holdsPointer(int offset, int size) {
        for (int at = offset; at < offset + size; at++) {
            if (at < 0 && at >= -written.length && slots[(-1 - at) / 8].isPointer()) {
                return true;
            }
        }
        return false;
    }
}
