package dev.skep.testing;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.link.LinkedObject;
import dev.skep.nodes.LastRun;
import java.util.List;
import java.util.Map;

/** Where an object lives. */
sealed interface ObjectBackend extends AutoCloseable permits HostBackend, SimulatedBackend {
    LinkedObject linked();

    /** The simulated kernel. @throws UnsupportedOnHostException if it is none */
    Kernel kernel();

    /**
     * Loads a program, and with it those that it may call through program arrays; once, however often it is asked.
     *
     * @throws ProgramRejectedException if the verifier rejects one of them
     */
    LoadedHandle load(String program);

    /** The ways that the last runs of the loaded programs took, by their names; in the simulated kernel. */
    Map<String, LastRun> lastRuns();

    /** The map of this name; the object is known to have it. */
    MapBackend map(String name);

    /** The trace pipe, oldest line first. */
    List<String> trace();

    @Override
    void close();

    /** A program that is loaded. */
    interface LoadedHandle {
        /** {@code BPF_PROG_TEST_RUN} on a CPU. */
        RunOutcome run(TestRunRequest request, int cpu);

        /** Runs it on a context by name, as if what it attaches to had happened on a CPU. */
        CallResult happen(Map<String, ?> context, int cpu);

        /** What stands for the program as a value in a map: four bytes. */
        byte[] reference();
    }
}
