package dev.skep.kernel.program;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.hook.Occurrence;
import dev.skep.kernel.memory.AccessKind;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.memory.MemoryFault;
import dev.skep.kernel.net.Redirect;
import org.jspecify.annotations.Nullable;

/**
 * The circumstances in which programs run: the machine, the CPU, the event. Helpers get it as their first argument. It
 * is used for one run after the other, each of which begins with {@link #on}.
 */
public final class Invocation {
    /**
     * Where a program sees its context. The window lies outside of simulated memory, so that no ordinary access can
     * mean it.
     */
    public static final long CONTEXT_WINDOW = 0xffff_c900_0000_0000L;

    /** Calls functions of the running program on behalf of a helper; the engine sets it when a run begins. */
    public interface Callbacks {
        /**
         * Calls the function at this address, which an LD_IMM64 of a function gave the program.
         *
         * @return its r0
         */
        long call(long function, long r1, long r2, long r3, long r4, long r5);
    }

    private final Kernel kernel;
    private final Redirect redirect = new Redirect();
    private int cpu;
    private long contextAddress = CONTEXT_WINDOW;
    private @Nullable ProgramContext context;
    private @Nullable BpfProgram program;
    private @Nullable Callbacks callbacks;
    /** What test runs and packets have: no function, no stack, no cookie. */
    private final Occurrence nothing = new Occurrence();

    private Occurrence occurrence = nothing;

    public Invocation(Kernel kernel) {
        this.kernel = kernel;
    }

    /** The next run is of this program, on this CPU, with this context behind the context window. */
    public Invocation on(int onCpu, BpfProgram ofProgram, @Nullable ProgramContext withContext) {
        cpu = onCpu;
        program = ofProgram;
        context = withContext;
        contextAddress = CONTEXT_WINDOW;
        redirect.clear();
        occurrence = nothing;
        return this;
    }

    /** The next run's context is memory of its own, as tracing programs and syscall programs have it. */
    public Invocation withContextAt(long address) {
        contextAddress = address;
        return this;
    }

    /** The next run happens at a hook. */
    public Invocation at(Occurrence event) {
        occurrence = event;
        return this;
    }

    /** What happens at the hook that the program is attached to. */
    public Occurrence occurrence() {
        return occurrence;
    }

    public Kernel kernel() {
        return kernel;
    }

    public AddressSpace memory() {
        return kernel.memory();
    }

    /** The CPU that the program runs on. */
    public int cpu() {
        return cpu;
    }

    /** The program that the event called; after a tail call still that one. */
    public BpfProgram program() {
        if (program == null) {
            throw new IllegalStateException("no program runs");
        }
        return program;
    }

    /** What stands behind the context pointer, null where that is only memory. */
    public @Nullable ProgramContext context() {
        return context;
    }

    /**
     * The context that a program passes to a helper.
     *
     * @param address what it passed, which the verifier guarantees to be the context pointer
     * @param kind the class that the helper works on
     * @throws MemoryFault when it is something else
     */
    public <C extends ProgramContext> C context(long address, Class<C> kind) {
        ProgramContext current = context;
        if (address != contextAddress || !kind.isInstance(current)) {
            throw MemoryFault.unmapped(address, 1, AccessKind.READ);
        }
        return kind.cast(current);
    }

    /** Where the packet is to go when the program says {@code REDIRECT}. */
    public Redirect redirect() {
        return redirect;
    }

    /** What a program gets in r1. */
    public long contextAddress() {
        return contextAddress;
    }

    /** Says who calls back into the running program; returns who did before, to be set again afterwards. */
    public @Nullable Callbacks callbacks(@Nullable Callbacks next) {
        Callbacks before = callbacks;
        callbacks = next;
        return before;
    }

    /** Calls a function of the running program, on behalf of a helper. */
    public long call(long function, long r1, long r2, long r3, long r4, long r5) {
        if (callbacks == null) {
            throw new IllegalStateException("no program runs");
        }
        return callbacks.call(function, r1, r2, r3, r4, r5);
    }
}
