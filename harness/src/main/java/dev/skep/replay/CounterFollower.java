package dev.skep.replay;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.hook.Hook;
import dev.skep.kernel.hook.HookKind;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.hook.Occurrence;
import dev.skep.kernel.hook.PerfSample;
import dev.skep.recording.RecordedEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Samples of counters and clocks, which the programs of {@code perf_event} sections see. */
final class CounterFollower {
    // enum perf_callchain_context: what follows are addresses of the kernel, of user space
    private static final long KERNEL = -128;
    private static final long USER = -512;

    /** Markers are the numbers from here to -1. */
    private static final long LOWEST_MARKER = -4095;

    private final Kernel kernel;
    private final Hook hook;
    private @Nullable PerfSample place;

    CounterFollower(Kernel kernel) {
        this.kernel = kernel;
        this.hook = kernel.hooks().at(new HookPoint(HookKind.PERF_EVENT, ""));
    }

    /** A sample was taken of the task that is current on the CPU; gives how many events that makes: 1, or 0. */
    int taken(RecordedEvent.Sample sample, int cpu) {
        if (hook.isIdle()) {
            return 0;
        }
        PerfSample known = place;
        if (known == null) {
            known = kernel.hooks().perfSample();
            place = known;
        }
        known.on(cpu)
                .at(sample.ip())
                .withPeriod(sample.period())
                .withAddress(sample.address())
                .withStacks(part(sample.callChain(), KERNEL), part(sample.callChain(), USER))
                .fire();
        return 1;
    }

    /** What happens at a hook, with where the CPU came from. */
    static Occurrence stacks(RecordedEvent.Sample sample) {
        return new Occurrence().withStacks(part(sample.callChain(), KERNEL), part(sample.callChain(), USER));
    }

    /** The addresses behind one marker of a call chain. */
    private static long[] part(long[] chain, long wanted) {
        int from = 0;
        while (from < chain.length && chain[from] != wanted) {
            from++;
        }
        int to = Math.min(from + 1, chain.length);
        while (to < chain.length && (chain[to] < LOWEST_MARKER || chain[to] >= 0)) {
            to++;
        }
        return from == chain.length ? new long[0] : Arrays.copyOfRange(chain, from + 1, to);
    }
}
