package dev.skep.casefile;

import dev.skep.hostkernel.HostKernel;
import dev.skep.hostkernel.HostKernelMissingException;
import dev.skep.hostkernel.HostMap;
import dev.skep.hostkernel.HostObject;
import dev.skep.hostkernel.HostProgram;
import dev.skep.hostkernel.HostRing;
import dev.skep.hostkernel.HostVerdict;
import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.ProgramType;
import dev.skep.link.LinkedMap;
import dev.skep.link.LinkedObject;
import dev.skep.link.Linker;
import dev.skep.object.ObjectSpec;
import dev.skep.packet.layer.Octets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The kernel of this machine, through {@code TEST_RUN}. Nothing is attached, and all is gone when it is closed. */
final class HostCaseKernel implements CaseKernel {
    /** What {@code TEST_RUN} says of a type that it does not know: ENOTSUPP, which user space has no name for. */
    private static final int ENOTSUPP = 524;

    private final HostKernel kernel;
    private final LinkedObject linked;
    private final HostObject object;
    private final Map<String, HostProgram> programs = new HashMap<>();
    private final Map<String, HostRing> rings = new LinkedHashMap<>();
    private final Map<String, List<Octets>> records = new HashMap<>();

    private HostCaseKernel(HostKernel kernel, LinkedObject linked, HostObject object) {
        this.kernel = kernel;
        this.linked = linked;
        this.object = object;
        for (LinkedMap map : linked.maps()) {
            if (map.map().type() == MapType.RINGBUF) {
                rings.put(map.name(), HostRing.of(object.map(map.name())));
            }
        }
    }

    /**
     * Opens the kernel and creates the maps.
     *
     * @throws SkippedException where no kernel answers
     */
    static HostCaseKernel open(ObjectSpec spec, KernelConfig config) {
        HostKernel kernel;
        try {
            kernel = HostKernel.open();
        } catch (HostKernelMissingException missing) {
            throw new SkippedException("no host kernel: " + missing.getMessage());
        }
        try {
            // Relocated by the types of this machine, on as many CPUs as it may have.
            KernelConfig machine = config.withCpus(Math.min(kernel.cpus(), KernelConfig.MAX_CPUS));
            boolean typed = kernel.types().typeCount() > 1;
            LinkedObject linked =
                    Linker.link(spec, new Kernel(typed ? machine.withTypes(KernelTypes.of(kernel.types())) : machine));
            return new HostCaseKernel(kernel, linked, HostObject.in(kernel, linked));
        } catch (RuntimeException | Error e) {
            kernel.close();
            throw e;
        }
    }

    /** How many CPUs this machine may have; empty where its kernel does not answer. */
    static OptionalInt possibleCpus() {
        try (HostKernel kernel = HostKernel.open()) {
            return OptionalInt.of(Math.min(kernel.cpus(), KernelConfig.MAX_CPUS));
        } catch (HostKernelMissingException missing) {
            return OptionalInt.empty();
        }
    }

    @Override
    public String name() {
        return "kernel " + kernel.release();
    }

    @Override
    public Loading load(String program) {
        return switch (object.verdict(program)) {
            case HostVerdict.Accepted(HostProgram accepted, String _) -> {
                programs.put(program, accepted);
                yield new Loading.Loaded();
            }
            case HostVerdict.Rejected(Errno errno, String log) -> new Loading.Rejected(errno, log, "");
        };
    }

    @Override
    public String log(String program, int level) {
        return object.log(program, level);
    }

    @Override
    public Outcome run(String program, TestRunRequest request) {
        HostProgram loaded = Objects.requireNonNull(programs.get(program), program);
        byte[] context = request.context();
        boolean called = linked.spec().program(program).orElseThrow().type() == ProgramType.SYSCALL;
        TestRunResult result =
                (called ? loaded.call(context == null ? new byte[0] : context) : loaded.testRun(request)).result();
        rings.forEach((name, ring) -> ring.take()
                .forEach(record ->
                        records.computeIfAbsent(name, _ -> new ArrayList<>()).add(Octets.of(record))));
        Errno errno = result.errno();
        if (errno != null && errno.number() == ENOTSUPP) {
            throw new SkippedException("TEST_RUN of this kernel refuses programs of this type");
        }
        return errno != null && errno != Errno.ENOSPC
                ? new Outcome.Refused(errno)
                : new Outcome.Ran(result.retval(), Octets.of(result.data()), Octets.of(result.context()));
    }

    @Override
    public Outcome play(Path recording) {
        throw new SkippedException("recorded events cannot happen in the kernel of this machine");
    }

    @Override
    public void advance(long byNs) {
        throw new SkippedException("the clock of this machine cannot be moved");
    }

    @Override
    public Optional<MapSpec> map(String name) {
        return linked.map(name).map(map -> map.map().spec());
    }

    @Override
    public List<String> mapNames() {
        return linked.maps().stream().map(LinkedMap::name).toList();
    }

    @Override
    public void update(String map, Octets key, Octets value) {
        object.map(map).update(key.toArray(), value.toArray(), UpdateFlags.ANY);
    }

    @Override
    public List<Element> elements(String name) {
        HostMap map = object.map(name);
        List<Element> elements = new ArrayList<>();
        switch (Listing.of(map.spec().type())) {
            case VALUES -> {
                for (byte @Nullable [] value = map.findAndDelete(new byte[0]);
                        value != null;
                        value = map.findAndDelete(new byte[0])) {
                    elements.add(new Element(Octets.of(), Octets.of(value)));
                }
            }
            case NOTHING -> {}
            case ELEMENTS -> {
                for (byte[] key : map.keys()) {
                    byte @Nullable [] value = map.find(key);
                    if (value != null) {
                        elements.add(new Element(Octets.of(key), Octets.of(value)));
                    }
                }
            }
        }
        return elements;
    }

    @Override
    public Optional<List<Octets>> records(String map) {
        return rings.containsKey(map) ? Optional.of(records.getOrDefault(map, List.of())) : Optional.empty();
    }

    /** The trace pipe belongs to the whole machine: reading it would take lines from others. */
    @Override
    public Optional<List<String>> trace() {
        return Optional.empty();
    }

    @Override
    public int cpus() {
        return kernel.cpus();
    }

    @Override
    public CpuOrder cpuOrder() {
        return CpuOrder.BY_CHANCE;
    }

    @Override
    public void close() {
        rings.values().forEach(HostRing::close);
        kernel.close();
    }
}
