package dev.skep.helper.time;

import static dev.skep.kernel.program.HelperFamily.COARSE_TIME;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.CORE;

import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** The clocks; every one of them stands still unless an event or a test moves it. */
public abstract class TimeHelpers {
    private TimeHelpers() {}

    /** Nanoseconds since the machine started, without the time that it slept. */
    @Helper(id = 5, families = CORE)
    abstract long bpf_ktime_get_ns(Invocation in);

    /** Ticks since the machine started. */
    @Helper(id = 118, families = COMMON)
    abstract long bpf_jiffies64(Invocation in);

    /** Nanoseconds since the machine started, with the time that it slept. */
    @Helper(id = 125, families = CORE)
    abstract long bpf_ktime_get_boot_ns(Invocation in);

    /** Nanoseconds since the machine started, as of the last tick. */
    @Helper(id = 160, families = COARSE_TIME)
    abstract long bpf_ktime_get_coarse_ns(Invocation in);

    /** Nanoseconds of international atomic time. */
    @Helper(id = 208, families = COMMON)
    abstract long bpf_ktime_get_tai_ns(Invocation in);
}
