package dev.skep.helper.time;

import static dev.skep.kernel.program.HelperFamily.COARSE_TIME;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Helper;
import dev.skep.kernel.Capability;
import dev.skep.kernel.program.Invocation;

/** The clocks; every one of them stands still unless an event or a test moves it. */
public final class TimeHelpers {
    private TimeHelpers() {}

    /** Nanoseconds since the machine started, without the time that it slept. */
    @Helper(id = 5, families = CORE, inline = true)
    static long bpf_ktime_get_ns(Invocation in) {
        return in.kernel().clock().monotonicNs();
    }

    /** Ticks since the machine started. */
    @Helper(id = 118, families = COMMON, needs = Capability.BPF, inline = true)
    static long bpf_jiffies64(Invocation in) {
        return in.kernel().clock().jiffies();
    }

    /** Nanoseconds since the machine started, with the time that it slept. */
    @Helper(id = 125, families = CORE, inline = true)
    static long bpf_ktime_get_boot_ns(Invocation in) {
        return in.kernel().clock().bootNs();
    }

    /** Nanoseconds since the machine started, as of the last tick. */
    @Helper(id = 160, families = COARSE_TIME, inline = true)
    static long bpf_ktime_get_coarse_ns(Invocation in) {
        return in.kernel().clock().monotonicNs();
    }

    /** Nanoseconds of international atomic time. */
    @Helper(id = 208, families = COMMON, inline = true)
    static long bpf_ktime_get_tai_ns(Invocation in) {
        return in.kernel().clock().taiNs();
    }
}
