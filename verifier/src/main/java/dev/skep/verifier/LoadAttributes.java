package dev.skep.verifier;

import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Privilege;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bpf_prog_load()} refuses before it asks the verifier, so that no log says why: sizes, privileges, places
 * to attach to.
 */
final class LoadAttributes {
    private static final int MAX_SLOTS = 1_000_000;
    private static final int MAX_SLOTS_UNPRIVILEGED = 4096;
    private static final int KNOWN_FLAGS = ProgramImage.F_STRICT_ALIGNMENT
            | ProgramImage.F_ANY_ALIGNMENT
            | ProgramImage.F_TEST_RND_HI32
            | ProgramImage.F_TEST_STATE_FREQ
            | ProgramImage.F_SLEEPABLE
            | ProgramImage.F_XDP_HAS_FRAGS
            | ProgramImage.F_XDP_DEV_BOUND_ONLY
            | ProgramImage.F_TEST_REG_INVARIANTS;

    private LoadAttributes() {}

    /** The error, or null when the verifier is to decide. */
    static @Nullable Errno refused(ProgramImage program, Privilege privilege) {
        if ((program.flags() & ~KNOWN_FLAGS) != 0) {
            return Errno.EINVAL;
        }
        int slots = program.code().size();
        if (slots == 0 || slots > (privilege.has(Capability.BPF) ? MAX_SLOTS : MAX_SLOTS_UNPRIVILEGED)) {
            return Errno.E2BIG;
        }
        ProgramType type = program.type();
        if (!isPermitted(type, privilege)) {
            return Errno.EPERM;
        }
        return type.acceptsAtLoad(program.attachType()) ? null : Errno.EINVAL;
    }

    private static boolean isPermitted(ProgramType type, Privilege privilege) {
        boolean isForAnybody = type == ProgramType.SOCKET_FILTER || type == ProgramType.CGROUP_SKB;
        return (isForAnybody || privilege.has(Capability.BPF))
                && (!needsNetAdmin(type) || privilege.has(Capability.NET_ADMIN))
                && (!needsPerfmon(type) || privilege.has(Capability.PERFMON));
    }

    /** {@code is_net_admin_prog_type()}. */
    private static boolean needsNetAdmin(ProgramType type) {
        return switch (type) {
            case SCHED_CLS,
                    SCHED_ACT,
                    XDP,
                    LWT_IN,
                    LWT_OUT,
                    LWT_XMIT,
                    LWT_SEG6LOCAL,
                    SK_SKB,
                    SK_MSG,
                    FLOW_DISSECTOR,
                    CGROUP_DEVICE,
                    CGROUP_SOCK,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SOCKOPT,
                    CGROUP_SYSCTL,
                    SOCK_OPS,
                    EXT,
                    NETFILTER -> true;
            default -> false;
        };
    }

    /** {@code is_perfmon_prog_type()}. */
    private static boolean needsPerfmon(ProgramType type) {
        return switch (type) {
            case KPROBE,
                    TRACEPOINT,
                    PERF_EVENT,
                    RAW_TRACEPOINT,
                    RAW_TRACEPOINT_WRITABLE,
                    TRACING,
                    LSM,
                    STRUCT_OPS,
                    EXT -> true;
            default -> false;
        };
    }
}
