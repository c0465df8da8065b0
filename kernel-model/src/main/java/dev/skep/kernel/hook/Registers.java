package dev.skep.kernel.hook;

import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.memory.KernelStructs;

/** Registers as programs at probes see them: {@code struct pt_regs} of x86-64. They last as long as the call. */
final class Registers {
    /** The registers of the arguments of a function, in order. */
    private static final String[] ARGUMENTS = {"di", "si", "dx", "cx", "r8", "r9"};

    /** The registers of the arguments of a system call, in order. */
    private static final String[] SYSCALL_ARGUMENTS = {"di", "si", "dx", "r10", "r8", "r9"};

    /** Where the registers of arguments stand in the struct. */
    static final int[] ARGUMENT_OFFSETS = {112, 104, 96, 88, 72, 64};

    private final KernelStruct struct;

    Registers(KernelStructs structs) {
        this(structs.allocate("pt_regs", "registers at a probe"));
    }

    private Registers(KernelStruct struct) {
        this.struct = struct;
    }

    /** Those that a task entered the kernel with. */
    static Registers ofTask(KernelStruct registers) {
        return new Registers(registers);
    }

    long address() {
        return struct.address();
    }

    /** A function at this address is called. */
    Registers call(long functionAddress, long[] arguments) {
        fill(ARGUMENTS, arguments);
        struct.put("ip", functionAddress).put("ax", 0);
        return this;
    }

    /**
     * A system call has these arguments.
     *
     * @param number of the call; -1 if it is not known
     * @param result what the register of the result holds meanwhile
     */
    Registers systemCall(long number, long[] arguments, long result) {
        fill(SYSCALL_ARGUMENTS, arguments);
        struct.put("orig_ax", number).put("ax", result);
        return this;
    }

    /** The function returns. */
    Registers returning(long value) {
        struct.put("ax", value);
        return this;
    }

    /** The call is over, and nobody looks any more. */
    void release(AddressSpace memory) {
        memory.free(struct.address());
    }

    private void fill(String[] names, long[] values) {
        for (int i = 0; i < names.length; i++) {
            struct.put(names[i], i < values.length ? values[i] : 0);
        }
    }
}
