package dev.skep.testing;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.coverage.CoverageReport;
import dev.skep.coverage.CoverageTally;
import dev.skep.hostkernel.HostKernel;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.nodes.Coverage;
import dev.skep.nodes.LastRun;
import dev.skep.nodes.Observation;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.recording.RecordedEvent;
import dev.skep.replay.Replay;
import dev.skep.session.ObjectVerification;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object in a kernel: its programs verified and loaded, its maps created.
 *
 * <pre>{@code
 * BpfObject firewall = BpfObject.load(Path.of("firewall.bpf.o"));
 * firewall.map("blocked").put(ipv4("10.0.0.9"), 1);
 * PacketResult result = firewall.program("xdp_firewall").run(frame);
 * }</pre>
 *
 * <p>A kernel and everything in it belongs to one thread at a time.
 */
public final class BpfObject implements AutoCloseable {
    private final ObjectBackend backend;
    private final ObjectSpec spec;
    private final Map<String, TypedMap> maps = new HashMap<>();
    private final RunLog runs = new RunLog();
    private final @Nullable Coverage coverage;
    private @Nullable Mocks mocks;

    private BpfObject(ObjectBackend backend, @Nullable Coverage coverage) {
        this.backend = backend;
        this.spec = backend.linked().spec();
        this.coverage = coverage;
    }

    /**
     * Reads a file and loads it into a fresh kernel, the reference one.
     *
     * @throws IOException if the file cannot be read
     * @throws dev.skep.object.MalformedObjectException if it is no BPF object
     * @throws ProgramRejectedException if the verifier rejects one of its programs
     */
    public static BpfObject load(Path file) throws IOException {
        ObjectSpec spec = ObjectReader.read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        return load(spec, new Kernel(KernelConfig.reference()), LoadOptions.usual());
    }

    /**
     * Loads an object into a kernel that others may use as well.
     *
     * @throws dev.skep.link.RelocationException if the kernel refuses a map or lacks what the object needs
     * @throws ProgramRejectedException if the verifier rejects a program
     * @throws dev.skep.helper.NotBuiltException if a program needs what the simulated kernel does not have yet
     */
    public static BpfObject load(ObjectSpec spec, Kernel kernel, LoadOptions options) {
        LoadedObject loaded = LoadedObject.in(TestEngine.get(), kernel, spec, options.admission());
        return loaded(new SimulatedBackend(loaded), observed(loaded, options), options);
    }

    private static @Nullable Coverage observed(LoadedObject loaded, LoadOptions options) {
        Coverage coverage = options.counting() == LoadOptions.Counting.NOTHING ? null : new Coverage();
        loaded.observe(new Observation(coverage, Observation.Trails.KEPT));
        return coverage;
    }

    private static BpfObject loaded(ObjectBackend backend, @Nullable Coverage coverage, LoadOptions options) {
        BpfObject object = new BpfObject(backend, coverage);
        object.wanted(options).forEach(backend::load);
        return object;
    }

    /**
     * Loads an object into the kernel of this machine. It answers by its test runs only: nothing is attached, and what
     * it cannot do is an {@link UnsupportedOnHostException}. The object is told the same in a simulated kernel, so that
     * the report of a test shows where both differ.
     *
     * @param host what it is loaded into; whoever opened it closes it
     * @param kernel the simulated one, with the types of this machine's kernel
     * @throws ProgramRejectedException if the kernel's verifier rejects a program
     */
    public static BpfObject loadOnHost(ObjectSpec spec, HostKernel host, Kernel kernel, LoadOptions options) {
        LoadedObject loaded = LoadedObject.in(TestEngine.get(), kernel, spec, options.admission());
        HostBackend backend = new HostBackend(host, new SimulatedBackend(loaded));
        return loaded(backend, observed(loaded, options), options);
    }

    /** Where the kernel of this machine answered otherwise than the simulated one; empty in a simulated kernel. */
    public List<String> differences() {
        return backend instanceof HostBackend host ? host.differences() : List.of();
    }

    private List<String> wanted(LoadOptions options) {
        options.programs().forEach(this::spec);
        return options.programs().isEmpty()
                ? spec.programs().stream()
                        .filter(program -> program.autoload() && program.type() != null)
                        .map(ProgramSpec::name)
                        .toList()
                : options.programs();
    }

    /** Name of the file. */
    public String name() {
        return spec.name();
    }

    /** The blueprint that was loaded. */
    public ObjectSpec spec() {
        return spec;
    }

    /**
     * The simulated kernel that it is in.
     *
     * @throws UnsupportedOnHostException if it is in the kernel of this machine
     */
    public Kernel kernel() {
        return backend.kernel();
    }

    /**
     * A program by the name of its function; loaded now if it is one that libbpf loads only when it is asked to.
     *
     * @throws UnknownNameException if the object has none of this name
     * @throws ProgramRejectedException if the verifier rejects it
     */
    public Program program(String name) {
        ProgramSpec known = spec(name);
        return new Program(this, known, backend.load(name), 0);
    }

    private ProgramSpec spec(String name) {
        return spec.program(name)
                .orElseThrow(() -> new UnknownNameException(
                        name(),
                        "program",
                        name,
                        spec.programs().stream().map(ProgramSpec::name).toList()));
    }

    /**
     * A map by its name in the source; {@code .bss} and so on for sections of variables.
     *
     * @throws UnknownNameException if the object has none of this name
     */
    public TypedMap map(String name) {
        return maps.computeIfAbsent(name, this::typed);
    }

    private TypedMap typed(String name) {
        LinkedMap linked =
                backend.linked().map(name).orElseThrow(() -> new UnknownNameException(name(), "map", name, mapNames()));
        return new TypedMap(name(), linked.name(), backend.map(name), RecordType.of(spec.btf(), name));
    }

    /** All maps, in the order of the object. */
    public List<TypedMap> maps() {
        return mapNames().stream().map(this::map).toList();
    }

    private List<String> mapNames() {
        return backend.linked().maps().stream().map(LinkedMap::name).toList();
    }

    /**
     * A global variable by its name.
     *
     * @throws UnknownNameException if the object declares none of this name
     */
    public Variable variable(String name) {
        List<String> names = new ArrayList<>();
        for (LinkedMap map : backend.linked().maps()) {
            Btf btf = map.map().spec().btf();
            if (!map.definition().origin().holdsVariables()
                    || btf == null
                    || !(btf.type(map.map().spec().valueTypeId()) instanceof BtfType.Datasec section)) {
                continue;
            }
            for (BtfType.Variable each : section.variables()) {
                if (btf.type(each.type()) instanceof BtfType.Var variable) {
                    names.add(variable.name());
                    if (variable.name().equals(name)) {
                        ValueType type = new ValueType(
                                name() + ": variable " + name, btf, variable.type(), (int) btf.sizeOf(variable.type()));
                        return new Variable(backend.map(map.name()), each.offset(), type);
                    }
                }
            }
        }
        throw new UnknownNameException(name(), "variable", name, names);
    }

    /** Attaches all programs that are loaded on their own and whose sections say where. */
    public List<Link> attach() {
        List<Link> links = new ArrayList<>();
        for (ProgramSpec program : spec.programs()) {
            if (program.autoload() && program.type() != null) {
                BpfProgram loaded = program(program.name()).loaded();
                if (HookPoint.of(loaded.image()) != null) {
                    links.add(kernel().hooks().attach(loaded));
                }
            }
        }
        return links;
    }

    /**
     * What the test puts in the place of the kernel, and the record of calls, which begins when this is first asked
     * for.
     *
     * @throws UnsupportedOnHostException if the object is in the kernel of this machine
     */
    public Mocks mocks() {
        Mocks made = mocks;
        if (made == null && backend instanceof SimulatedBackend simulated) {
            made = new Mocks(this, simulated.desk(), runs.total());
            mocks = made;
        }
        if (made != null) {
            return made;
        }
        throw new UnsupportedOnHostException(name() + ": nothing stands in for the kernel of this machine");
    }

    /**
     * What the verifier says about a program, with the whole log; the program is not loaded.
     *
     * @throws UnknownNameException if the object has none of this name
     */
    public Verdict verdict(String program) {
        return ObjectVerification.of(spec, kernel().config(), LogLevel.EVERYTHING, VerifierOptions.Summary.SHORT)
                .judge(spec(program))
                .verdict();
    }

    /**
     * Lets recorded events happen in its kernel: each sets the clock, the CPU and the current task, and runs what is
     * attached to its hook. Ring and perf buffers are read all the while.
     *
     * @throws UnsupportedOnHostException if it is in the kernel of this machine
     */
    public void replay(Recording recording) {
        Replay replay = Replay.in(TestEngine.get(), kernel());
        for (RecordedEvent event : recording.events()) {
            replay.play(event);
            if (backend instanceof SimulatedBackend simulated) {
                simulated.drain();
            }
        }
    }

    /**
     * Which lines and branches of their sources its programs executed so far; where the kernel of this machine answers,
     * those of the simulated one beside it.
     *
     * @throws IllegalStateException if it was not loaded with {@link LoadOptions.Counting#COVERAGE}
     */
    public CoverageReport coverage() {
        return CoverageReport.of(counted());
    }

    /**
     * The same of one program, with the functions that are compiled into it.
     *
     * @throws UnknownNameException if the object has none of this name
     */
    public CoverageReport coverage(String program) {
        spec(program);
        counted();
        CoverageTally tally = new CoverageTally();
        addCoverageTo(tally, List.of(program));
        return tally.report();
    }

    /**
     * Adds what its programs executed so far to what others did; nothing where nobody counts.
     *
     * @param programs of which; empty for all
     */
    public void addCoverageTo(CoverageTally tally, List<String> programs) {
        if (coverage != null) {
            coverage.programs().stream()
                    .filter(counted -> programs.isEmpty()
                            || programs.contains(counted.image().name()))
                    .forEach(tally::add);
        }
    }

    private Coverage counted() {
        if (coverage == null) {
            throw new IllegalStateException(
                    name() + ": nobody counts what it executes; put @Coverage on the test class,"
                            + " or load it with LoadOptions.Counting.COVERAGE");
        }
        return coverage;
    }

    /** What programs printed so far, as {@code trace_pipe} shows it. */
    public List<String> trace() {
        return backend.trace();
    }

    /**
     * Which way the last run of each program went that ran, by its name: lines of its source, and the registers when it
     * returned. Where the kernel of this machine answers, in the simulated one beside it.
     */
    public Map<String, LastRun> lastRuns() {
        return backend.lastRuns();
    }

    /** The last runs of its programs. */
    public RunLog runs() {
        return runs;
    }

    BpfProgram simulated(Program program, ObjectBackend.@Nullable LoadedHandle handle) {
        if (handle instanceof SimulatedBackend.Handle here) {
            return here.program();
        }
        throw new UnsupportedOnHostException(program + " is in the kernel of this machine, where nothing is attached");
    }

    @Override
    public void close() {
        backend.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
