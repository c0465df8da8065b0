package dev.skep.verifier.state;

import java.util.Arrays;

/** Registers and stack of one function in the call chain; the kernel's {@code struct bpf_func_state}. */
public final class FrameState {
    /** {@link #callsite} of a function that nobody called. */
    public static final int NO_CALLSITE = -1;

    private static final StackSlot[] NO_SLOTS = {};

    public final int callsite;
    public final int number;
    public final int subprogram;
    public final RegisterState[] registers;
    private StackSlot[] slots;

    /** How often an asynchronous callback was entered before. */
    public int asyncEntries;
    /** How deep the simulation of the callback that is called here is. */
    public int callbackDepth;

    public boolean inCallback;
    public boolean inAsyncCallback;
    public boolean inExceptionCallback;
    public int callbackReturnMin;
    public int callbackReturnMax;

    public FrameState(int callsite, int number, int subprogram) {
        this(callsite, number, subprogram, new RegisterState[11], NO_SLOTS);
        Arrays.fill(registers, RegisterState.NOT_INIT);
        registers[10] = RegisterState.pointer(RegisterType.STACK, null).inFrame(number);
    }

    private FrameState(int callsite, int number, int subprogram, RegisterState[] registers, StackSlot[] slots) {
        this.callsite = callsite;
        this.number = number;
        this.subprogram = subprogram;
        this.registers = registers;
        this.slots = slots;
    }

    public FrameState copy() {
        FrameState copy = new FrameState(
                callsite, number, subprogram, registers.clone(), slots.length == 0 ? NO_SLOTS : slots.clone());
        copy.asyncEntries = asyncEntries;
        copy.callbackDepth = callbackDepth;
        copy.inCallback = inCallback;
        copy.inAsyncCallback = inAsyncCallback;
        copy.inExceptionCallback = inExceptionCallback;
        copy.callbackReturnMin = callbackReturnMin;
        copy.callbackReturnMax = callbackReturnMax;
        return copy;
    }

    public void callbackReturns(int min, int max) {
        callbackReturnMin = min;
        callbackReturnMax = max;
    }

    /** Slots in use, from the one right below the frame pointer on. */
    public int slotCount() {
        return slots.length;
    }

    /** Bytes in use below the frame pointer. */
    public int stackBytes() {
        return slots.length * StackSlot.SIZE;
    }

    public StackSlot slot(int index) {
        return slots[index];
    }

    public void slot(int index, StackSlot slot) {
        slots[index] = slot;
    }

    public void spilled(int index, RegisterState register) {
        slots[index] = slots[index].with(register);
    }

    /** Makes room for at least so many bytes. */
    public void grow(int bytes) {
        int wanted = (bytes + StackSlot.SIZE - 1) / StackSlot.SIZE;
        if (wanted > slots.length) {
            int before = slots.length;
            slots = Arrays.copyOf(slots, wanted);
            Arrays.fill(slots, before, wanted, StackSlot.EMPTY);
        }
    }
}
