package dev.skep.verifier.explore;

import dev.skep.isa.Disassembler;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.LoadPseudo;

/** What instructions are called in the log. */
final class LogNames implements Disassembler.Names {
    /** Where the log says that symbols of the kernel are: where its text is, in the order of their ids. */
    private static final long KERNEL_SYMBOLS = 0xffff_ffff_8100_0000L;

    private static final int KERNEL_SYMBOL_BYTES = 16;

    private final Subject subject;
    private final Conditions conditions;

    LogNames(Subject subject, Conditions conditions) {
        this.subject = subject;
        this.conditions = conditions;
    }

    @Override
    public String helper(int id) {
        return subject.helpers().name(id);
    }

    @Override
    public String kfunc(CallKfunc call) {
        return subject.kfuncName(call.btfId());
    }

    @Override
    public String constant(LoadPseudo load) {
        return switch (load.kind()) {
            case MAP_FD, MAP_IDX -> pointer(subject.maps().get(load.immediate()).address());
            case MAP_VALUE, MAP_IDX_VALUE ->
                pointer(subject.maps().get(load.immediate()).valueAddress() + load.nextImmediate());
            case BTF_ID -> pointer(KERNEL_SYMBOLS + (long) load.immediate() * KERNEL_SYMBOL_BYTES);
            case FUNC -> hex((long) load.nextImmediate() << 32 | Integer.toUnsignedLong(load.immediate()));
        };
    }

    /** Users who may not see where things are see a 0. */
    private String pointer(long address) {
        return hex(conditions.mayLeakPointers() ? address : 0);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
