package dev.skep.language;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.link.LinkMemory;
import dev.skep.nodes.ContextEntry;
import dev.skep.nodes.Coverage;
import dev.skep.nodes.Machine;
import dev.skep.nodes.Observation;
import dev.skep.nodes.ShapeMemory;
import dev.skep.verifier.Facts;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerdictMemory;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs of simulated kernels; what a JVM has one of. It stays entered on the thread that opened it, which must
 * close it. Other threads may load and run programs as well, each in kernels of its own.
 */
public final class BpfEngine implements AutoCloseable {
    private final BpfLanguage language;
    /** What closing ends; null when the context is somebody else's. */
    private final @Nullable Context context;

    private final ContextEntry entry;
    private final LinkMemory links = new LinkMemory();
    private final VerdictMemory verdicts = new VerdictMemory();
    private final ShapeMemory shapes = new ShapeMemory();
    /**
     * Keyed by identity: a kernel has no other equality. A machine knows its kernel, so that holding it from here would
     * keep both; the programs of the kernel hold it, and without any it has nothing to lose.
     */
    private final Map<Kernel, WeakReference<Machine>> machines = new WeakHashMap<>();

    private Observation observation = Observation.NONE;

    private BpfEngine(BpfLanguage language, @Nullable Context context) {
        this.language = language;
        this.context = context;
        this.entry = new ContextEntry(BpfLanguage.currentContext().env().getContext());
    }

    /** An engine as it suits most: hot code is compiled in the background where the JVM can. */
    public static BpfEngine open() {
        return open(Map.of());
    }

    /**
     * An engine with options of the Truffle runtime.
     *
     * @param options such as {@code engine.BackgroundCompilation}; those that compilation alone has are left out where
     *     there is none
     */
    public static BpfEngine open(Map<String, String> options) {
        Context.Builder builder = Context.newBuilder(BpfLanguage.ID).allowExperimentalOptions(true);
        builder.option("engine.WarnInterpreterOnly", "false");
        if (Mode.current() == Mode.COMPILED) {
            // Each function once, with all that the compiler can do: it is the compiler that takes long to get warm.
            builder.option("engine.MultiTier", "false");
            builder.options(options);
        }
        Context context = builder.build();
        context.enter();
        context.initialize(BpfLanguage.ID);
        return new BpfEngine(BpfLanguage.current(), context);
    }

    /** The engine inside of a context that this thread has entered; closing it does nothing. */
    static BpfEngine entered(BpfLanguage language) {
        return new BpfEngine(language, null);
    }

    /**
     * Makes a program ready to run that the verifier found safe.
     *
     * @throws dev.skep.helper.NotBuiltException when it calls a helper or kfunc that this machine does not have yet
     */
    public BpfProgram load(Kernel kernel, Verdict.Accepted accepted) {
        return load(kernel, accepted.program(), accepted.facts(), observation);
    }

    /**
     * Makes a program ready to run that nobody verified. It cannot leave the simulated memory; it may fault, or run
     * until its budget of instructions is used up.
     *
     * @throws dev.skep.helper.NotBuiltException when it calls a helper or kfunc that this machine does not have yet
     * @throws dev.skep.kernel.KernelException EINVAL when it has no instructions, or names a helper, map or function
     *     that there is not
     */
    public BpfProgram loadUnverified(Kernel kernel, ProgramImage image) {
        return load(kernel, image, Facts.NONE, observation);
    }

    /** What is kept of what programs execute for which nobody says something else. */
    Observation observation() {
        return observation;
    }

    BpfProgram load(Kernel kernel, ProgramImage image, Facts facts, Observation observed) {
        Object entered = entry.enter();
        try {
            return machine(kernel).load(image, facts, observed);
        } finally {
            entry.leave(entered);
        }
    }

    /** The linker, which remembers objects that were linked before. */
    LinkMemory links() {
        return links;
    }

    /** The verifier, which remembers programs that were loaded before. */
    VerdictMemory verdicts() {
        return verdicts;
    }

    /**
     * Lets the compiler get warm in the background, while the caller reads, links and verifies what will run. For those
     * who are going to run much; without a compiler it does nothing.
     */
    public void warmUpCompiler() {
        if (mode() == Mode.COMPILED) {
            CompilerWarmUp.run(this::loadUnverified);
        }
    }

    private synchronized Machine machine(Kernel kernel) {
        WeakReference<Machine> known = machines.get(kernel);
        Machine machine = known == null ? null : known.get();
        if (machine == null) {
            machine = new Machine(language, kernel, entry, shapes);
            machines.put(kernel, new WeakReference<>(machine));
        }
        return machine;
    }

    /** Counts what programs execute that are loaded from now on. */
    public void cover(Coverage value) {
        observation = observation.withCoverage(value);
    }

    public Mode mode() {
        return Mode.current();
    }

    @Override
    public void close() {
        if (context != null) {
            context.leave();
            context.close();
        }
    }
}
