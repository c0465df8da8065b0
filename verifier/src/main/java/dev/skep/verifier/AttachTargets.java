package dev.skep.verifier;

import dev.skep.btf.Btf;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.verifier.structure.StructureLog;

/**
 * Whether there is something that the program can attach to, for types that name it when they are loaded;
 * {@code check_attach_btf_id()}. Which programs may sleep was looked at before.
 */
final class AttachTargets {
    /** Members that the congestion control of TCP does not take from programs. */
    private static final String UNSUPPORTED_MEMBER = "tcp_congestion_ops/get_info";

    private AttachTargets() {}

    /** @param kernel types of the kernel; empty when nobody gave them */
    static void check(ProgramImage program, AttachType attachType, Btf kernel, StructureLog log) {
        switch (program.type()) {
            case STRUCT_OPS -> checkMember(program, log);
            case TRACING, LSM -> {
                if (program.attachTarget().isEmpty()) {
                    throw log.rejected(Errno.EINVAL, "Tracing programs must provide btf_id\n");
                }
                expectTracing(program, attachType, log);
                if (attachType == AttachType.TRACE_ITER && !IteratorArguments.isTarget(program.attachTarget())) {
                    throw log.rejected(Errno.EINVAL, "");
                }
                if (program.type() == ProgramType.LSM) {
                    LsmHooks.check(program, kernel, log);
                }
            }
            // Nobody says which program it extends.
            case EXT -> throw log.rejected(Errno.EINVAL, "Tracing programs must provide btf_id\n");
            default -> {}
        }
    }

    /** What is attached through LSM is refused in the end only, where the place to attach to is made. */
    private static void expectTracing(ProgramImage program, AttachType attachType, StructureLog log) {
        if (program.type() != ProgramType.TRACING) {
            return;
        }
        switch (attachType) {
            case TRACE_RAW_TP, TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN, TRACE_ITER, LSM_MAC, LSM_CGROUP -> {}
            default -> throw log.rejected(Errno.EINVAL, "");
        }
    }

    /** What comes after the paths of the program. */
    static void checkAtEnd(ProgramImage program, AttachType attachType, StructureLog log) {
        boolean isLsm = attachType == AttachType.LSM_MAC || attachType == AttachType.LSM_CGROUP;
        if (program.type() == ProgramType.TRACING && isLsm) {
            throw log.rejected(Errno.ENOTSUPP, "");
        }
    }

    private static void checkMember(ProgramImage program, StructureLog log) {
        if (!program.isGplCompatible()) {
            throw log.rejected(Errno.EINVAL, "struct ops programs must have a GPL compatible license\n");
        }
        String target = program.attachTarget();
        if (target.isEmpty()) {
            throw log.rejected(Errno.ENOTSUPP, "");
        }
        if (target.equals(UNSUPPORTED_MEMBER)) {
            int slash = target.indexOf('/');
            throw log.rejected(
                    Errno.ENOTSUPP,
                    "attach to unsupported member " + target.substring(slash + 1) + " of struct "
                            + target.substring(0, slash) + "\n");
        }
    }
}
