package dev.skep.kernel.hook;

import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A program that is attached to a hook, with what came of it. Counterpart: {@code struct bpf_link}. */
public final class Link {
    /** Return values that are counted without a look into a map. */
    private static final int COMMON_RETURNS = 16;

    private final Hook hook;
    private final BpfProgram program;
    private final long cookie;
    private final long[] commonReturns = new long[COMMON_RETURNS];
    private final Map<Long, Long> otherReturns = new TreeMap<>();
    private long runs;

    Link(Hook hook, BpfProgram program, long cookie) {
        this.hook = hook;
        this.program = program;
        this.cookie = cookie;
    }

    public Hook hook() {
        return hook;
    }

    public BpfProgram program() {
        return program;
    }

    /** The number that it was attached with; 0 without any. */
    public long cookie() {
        return cookie;
    }

    /** How often the program ran through this link. */
    public long runs() {
        return runs;
    }

    /** How often it returned what; values as 32-bit numbers without sign, by rising value. */
    public Map<Long, Long> returns() {
        Map<Long, Long> counts = new LinkedHashMap<>();
        for (int value = 0; value < COMMON_RETURNS; value++) {
            if (commonReturns[value] != 0) {
                counts.put((long) value, commonReturns[value]);
            }
        }
        counts.putAll(otherReturns);
        return counts;
    }

    /** Nothing that happens at the hook runs the program any more. */
    public void detach() {
        hook.remove(this);
    }

    /** Runs the program; its context is memory at this address. */
    long run(Invocation invocation, int cpu, Occurrence occurrence, long contextAddress) {
        occurrence.through(cookie);
        invocation.on(cpu, program, null).withContextAt(contextAddress).at(occurrence);
        long result = program.executable().run(invocation);
        runs++;
        long returned = result & 0xffff_ffffL;
        if (returned < COMMON_RETURNS) {
            commonReturns[(int) returned]++;
        } else {
            otherReturns.merge(returned, 1L, Long::sum);
        }
        return result;
    }
}
