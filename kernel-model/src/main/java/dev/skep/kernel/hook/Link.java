package dev.skep.kernel.hook;

import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ReturnCounts;
import org.jspecify.annotations.Nullable;

/** A program that is attached to a hook, with what came of it. Counterpart: {@code struct bpf_link}. */
public final class Link {
    private final Hook hook;
    private final BpfProgram program;
    private final long cookie;
    private final ReturnCounts returns = new ReturnCounts();
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

    /** How often it returned what. */
    public ReturnCounts returns() {
        return returns;
    }

    /** Nothing that happens at the hook runs the program any more. */
    public void detach() {
        hook.remove(this);
    }

    /** Runs the program; its context is memory at this address. */
    long run(Invocation invocation, int cpu, Occurrence occurrence, long contextAddress) {
        return run(invocation, cpu, occurrence, contextAddress, null);
    }

    /** Runs the program; its context is at this address, and something stands behind it. */
    long run(
            Invocation invocation,
            int cpu,
            Occurrence occurrence,
            long contextAddress,
            @Nullable ProgramContext behind) {
        occurrence.through(cookie);
        invocation.on(cpu, program, behind).withContextAt(contextAddress).at(occurrence);
        long result = program.executable().run(invocation);
        runs++;
        returns.count(result);
        return result;
    }
}
