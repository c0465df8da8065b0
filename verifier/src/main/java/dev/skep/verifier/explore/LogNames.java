package dev.skep.verifier.explore;

import dev.skep.isa.Disassembler;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.Instruction.LoadPseudo;

/** What instructions are called in the log. */
final class LogNames implements Disassembler.Names {
    private final Subject subject;

    LogNames(Subject subject) {
        this.subject = subject;
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
            case MAP_FD, MAP_IDX -> hex(subject.maps().get(load.immediate()).address());
            case MAP_VALUE, MAP_IDX_VALUE ->
                hex(subject.maps().get(load.immediate()).valueAddress() + load.nextImmediate());
            case BTF_ID, FUNC -> hex((long) load.nextImmediate() << 32 | Integer.toUnsignedLong(load.immediate()));
        };
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
