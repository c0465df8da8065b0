package dev.skep.verifier.structure;

import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;

/** Which programs may sleep, and which must be able to; the beginning of {@code check_attach_btf_id()}. */
final class SleepRules {
    private SleepRules() {}

    static void check(StructureInput input, StructureLog log) {
        boolean allowed = mayBeSleepable(input);
        if (input.type() == ProgramType.SYSCALL && !input.sleepable()) {
            throw log.rejected(Errno.EINVAL, "Syscall programs can only be sleepable\n");
        }
        if (input.sleepable() && !allowed) {
            throw log.rejected(
                    Errno.EINVAL,
                    "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable\n");
        }
    }

    private static boolean mayBeSleepable(StructureInput input) {
        AttachType attachType = input.attachType();
        return switch (input.type()) {
            case TRACING ->
                switch (attachType) {
                    case TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN, TRACE_ITER -> true;
                    default -> false;
                };
            case LSM -> attachType != AttachType.LSM_CGROUP;
            case KPROBE, STRUCT_OPS, SYSCALL -> true;
            default -> false;
        };
    }
}
