package dev.skep.verifier.structure;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;

/**
 * Whether the functions of a program may have stacks of their own beside the kernel's. {@code bpf_enable_priv_stack()}.
 */
public enum PrivateStack {
    /** All functions share 512 bytes. */
    NONE,
    /** Functions that need 64 bytes or more have 512 of their own. */
    ADAPTIVE;

    /**
     * What programs of this type get from the compiler of x86-64: it takes a type that the kernel keeps from running
     * inside itself.
     */
    public static PrivateStack of(ProgramType type, AttachType attachType) {
        return switch (type) {
            case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT -> ADAPTIVE;
            case TRACING -> attachType == AttachType.TRACE_ITER ? NONE : ADAPTIVE;
            case LSM -> attachType == AttachType.LSM_CGROUP ? NONE : ADAPTIVE;
            default -> NONE;
        };
    }
}
