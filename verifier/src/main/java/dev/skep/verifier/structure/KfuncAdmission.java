package dev.skep.verifier.structure;

import dev.skep.isa.Instruction.CallKfunc;
import dev.skep.kernel.Errno;
import java.util.HashSet;
import java.util.Set;

/**
 * Which kernel functions a program names. Modules have none: a load brings no descriptors of their types.
 * {@code add_kfunc_call()}.
 */
final class KfuncAdmission {
    private static final int MAX_KFUNCS = 256;

    private final StructureInput input;
    private final StructureLog log;
    private final Set<Integer> known = new HashSet<>();

    KfuncAdmission(StructureInput input, StructureLog log) {
        this.input = input;
        this.log = log;
    }

    void admit(CallKfunc call) {
        if (!input.gplCompatible()) {
            throw log.rejected(Errno.EINVAL, "cannot call kernel function from non-GPL compatible program\n");
        }
        if (call.btfId() == 0 && call.descriptorIndex() == 0) {
            // A weak reference that nothing resolved: an error only where a path comes to it.
            return;
        }
        if (call.descriptorIndex() < 0) {
            throw missingTypes(Errno.EINVAL, "negative offset disallowed for kernel module function call\n");
        }
        if (call.descriptorIndex() > 0) {
            throw missingTypes(Errno.EPROTO, "kfunc offset > 0 without fd_array is invalid\n");
        }
        if (known.contains(call.btfId())) {
            return;
        }
        if (known.size() == MAX_KFUNCS) {
            throw log.rejected(Errno.E2BIG, "too many different kernel function calls\n");
        }
        input.calls().admitKfunc(call, log);
        known.add(call.btfId());
    }

    private StructureRejection missingTypes(Errno errno, String message) {
        return log.rejected(errno, message + "failed to find BTF for kernel function\n");
    }
}
