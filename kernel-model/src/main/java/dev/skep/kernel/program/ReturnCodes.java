package dev.skep.kernel.program;

import org.jspecify.annotations.Nullable;

/** The names of what programs return, for the types whose return values have names. */
public final class ReturnCodes {
    /** {@code enum xdp_action}, from 0. */
    private static final String[] XDP = {"XDP_ABORTED", "XDP_DROP", "XDP_PASS", "XDP_TX", "XDP_REDIRECT"};

    /** {@code TC_ACT_*} of {@code pkt_cls.h}, from -1. */
    private static final String[] TC = {
        "TC_ACT_UNSPEC",
        "TC_ACT_OK",
        "TC_ACT_RECLASSIFY",
        "TC_ACT_SHOT",
        "TC_ACT_PIPE",
        "TC_ACT_STOLEN",
        "TC_ACT_QUEUED",
        "TC_ACT_REPEAT",
        "TC_ACT_REDIRECT",
        "TC_ACT_TRAP"
    };

    private ReturnCodes() {}

    /**
     * The name, or null where the value or the whole type has none.
     *
     * @param value the 32 bits that the program returned
     */
    public static @Nullable String name(ProgramType type, int value) {
        return switch (type) {
            case XDP -> of(XDP, value);
            case SCHED_CLS, SCHED_ACT -> of(TC, value + 1);
            default -> null;
        };
    }

    private static @Nullable String of(String[] names, int index) {
        return index >= 0 && index < names.length ? names[index] : null;
    }
}
