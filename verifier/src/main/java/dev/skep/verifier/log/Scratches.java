package dev.skep.verifier.log;

/** Which registers and slots were touched since the log showed them last. */
public final class Scratches {
    private int registers;
    private long slots;

    public void register(int number) {
        registers |= 1 << number;
    }

    public void slot(int index) {
        slots |= 1L << index;
    }

    /** Everything is to be shown. */
    public void all() {
        registers = -1;
        slots = -1;
    }

    public void clear() {
        registers = 0;
        slots = 0;
    }

    public boolean any() {
        return registers != 0 || slots != 0;
    }

    boolean hasRegister(int number) {
        return (registers & 1 << number) != 0;
    }

    boolean hasSlot(int index) {
        return (slots & 1L << index) != 0;
    }
}
