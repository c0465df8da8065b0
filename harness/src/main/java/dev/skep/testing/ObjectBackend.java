package dev.skep.testing;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.link.LinkedObject;
import java.util.List;

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

        /** What stands for the program as a value in a map: four bytes. */
        byte[] reference();
    }
}
