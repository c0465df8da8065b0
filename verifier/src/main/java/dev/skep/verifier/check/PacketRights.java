package dev.skep.verifier.check;

import dev.skep.verifier.explore.Verification;

/** Which program types may read and write the packet; the kernel's {@code may_access_direct_pkt_data()}. */
public final class PacketRights {
    private final Verification verification;

    PacketRights(Verification verification) {
        this.verification = verification;
    }

    /** Whether instructions may. */
    boolean mayAccess(AccessKind kind) {
        return switch (rights(kind)) {
            case YES -> {
                verification.writesPacket = true;
                yield true;
            }
            case YES_WITHOUT_COPY -> {
                verification.writesPacket |= kind == AccessKind.WRITE;
                yield true;
            }
            case NO -> false;
        };
    }

    /**
     * Whether a helper may be given packet bytes to read.
     *
     * @param helperTakesPackets what its prototype says
     */
    boolean mayPass(boolean helperTakesPackets) {
        return switch (rights(AccessKind.READ)) {
            case YES -> helperTakesPackets;
            case YES_WITHOUT_COPY -> true;
            case NO -> false;
        };
    }

    private enum Rights {
        YES,
        YES_WITHOUT_COPY,
        NO
    }

    private Rights rights(AccessKind kind) {
        return switch (verification.subject.type()) {
            case LWT_IN, LWT_OUT, LWT_SEG6LOCAL, SK_REUSEPORT, FLOW_DISSECTOR, CGROUP_SKB ->
                kind == AccessKind.WRITE ? Rights.NO : Rights.YES;
            case SCHED_CLS, SCHED_ACT, XDP, LWT_XMIT, SK_SKB, SK_MSG -> Rights.YES;
            case CGROUP_SOCKOPT -> Rights.YES_WITHOUT_COPY;
            default -> Rights.NO;
        };
    }
}
