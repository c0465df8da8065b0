package dev.skep.casefile;

import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.packet.layer.Octets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The kernel that a case runs in, with the case's object in it: maps as user space has them, programs through
 * {@code TEST_RUN}. What one of them cannot do is a {@link SkippedException} with the reason.
 */
interface CaseKernel extends AutoCloseable {
    /** How reports call it. */
    String name();

    /** Loads a program. */
    Loading load(String program);

    /**
     * What the verifier says about a program.
     *
     * @param level bits of {@code BPF_LOG_*}
     */
    String log(String program, int level);

    /** Runs a program that is loaded. */
    Outcome run(String program, TestRunRequest request);

    /** Lets recorded events happen, for which the programs of the object are attached. */
    Outcome play(Path recording);

    /** Lets time pass. */
    void advance(long byNs);

    /** The blueprint of a map; empty where the object has none of this name. */
    Optional<MapSpec> map(String name);

    List<String> mapNames();

    void update(String map, Octets key, Octets value);

    /** What is in a map; of queues and stacks, which are then empty, values without keys. */
    List<Element> elements(String map);

    /** Records that came out of a ring or perf buffer so far, the oldest first; empty where that cannot be seen. */
    Optional<List<Octets>> records(String map);

    /** What was printed so far; empty where that cannot be seen. */
    Optional<List<String>> trace();

    int cpus();

    /** Whether it is known on which CPU programs run. */
    CpuOrder cpuOrder();

    /** What the place of a value in a per-CPU map says. */
    enum CpuOrder {
        /** Which CPU it belongs to. */
        KNOWN,
        /** Nothing: programs run wherever the machine wants. */
        BY_CHANCE
    }

    @Override
    void close();

    /**
     * An element of a map, with the values of all CPUs one after the other, each rounded up to eight bytes, where the
     * map has several.
     */
    record Element(Octets key, Octets value) {}
}
