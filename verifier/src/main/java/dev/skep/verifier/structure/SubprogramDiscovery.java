package dev.skep.verifier.structure;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.isa.RawInstruction;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import java.util.TreeSet;

/**
 * Finds where the functions of a program begin: where calls and loads of function addresses lead.
 * {@code add_subprog_and_kfunc()}.
 */
final class SubprogramDiscovery {
    private static final int MAX_SUBPROGRAMS = 256;

    private final StructureInput input;
    private final StructureLog log;
    private final TreeSet<Integer> starts = new TreeSet<>();

    SubprogramDiscovery(StructureInput input, StructureLog log) {
        this.input = input;
        this.log = log;
    }

    /** The functions with what is known of them so far. */
    Subprograms discover() {
        Bytecode code = input.code();
        KfuncAdmission kfuncs = new KfuncAdmission(input, log);
        add(0);
        for (int slot = 0; slot < code.size(); slot++) {
            RawInstruction raw = code.raw(slot);
            boolean kfunc = Slots.isKfuncCall(raw);
            if (!kfunc && !Slots.namesSubprogram(raw)) {
                continue;
            }
            if (!input.privilege().has(Capability.BPF)) {
                throw log.rejected(
                        Errno.EPERM,
                        "loading/calling other bpf or kernel functions are allowed for CAP_BPF and CAP_SYS_ADMIN\n");
            }
            if (kfunc) {
                kfuncs.admit(new CallKfunc(raw.immediate(), raw.offset()));
            } else {
                add(Slots.callee(slot, raw));
            }
        }
        int exceptionCallback = new ExceptionCallback(input, log).slot();
        if (exceptionCallback != 0) {
            add(exceptionCallback);
        }
        Subprograms subprograms = new Subprograms(starts, code.size());
        if (exceptionCallback != 0) {
            subprograms.mark(exceptionCallback, SubprogramTrait.EXCEPTION_CALLBACK);
        }
        for (int number = 0; number < subprograms.count(); number++) {
            log.detail("func#" + number + " @" + subprograms.start(number) + "\n");
        }
        return subprograms;
    }

    /** How many were found so far. */
    int count() {
        return starts.size();
    }

    private void add(int start) {
        if (start < 0 || start >= input.code().size()) {
            throw log.rejected(Errno.EINVAL, "call to invalid destination\n");
        }
        if (!starts.contains(start) && starts.size() >= MAX_SUBPROGRAMS) {
            throw log.rejected(Errno.E2BIG, "too many subprograms\n");
        }
        starts.add(start);
    }
}
