package dev.skep.testing;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.net.Redirect;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.link.LinkedObject;
import dev.skep.nodes.LastRun;
import dev.skep.nodes.LoadedProgram;
import dev.skep.object.ProgramSpec;
import dev.skep.report.RejectionReport;
import dev.skep.verifier.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An object in a simulated kernel. */
final class SimulatedBackend implements ObjectBackend {
    private final LoadedObject object;
    private final Map<String, SimulatedMap> maps = new HashMap<>();
    private final Map<String, Handle> programs = new HashMap<>();
    private final Set<BpfProgram> watched = new HashSet<>();
    private @Nullable CallDesk desk;

    SimulatedBackend(LoadedObject object) {
        this.object = object;
        // Perf buffers need their readers before a program writes.
        object.linked().maps().forEach(map -> maps.put(map.name(), new SimulatedMap(map.map())));
    }

    @Override
    public LinkedObject linked() {
        return object.linked();
    }

    @Override
    public Kernel kernel() {
        return object.kernel();
    }

    @Override
    public Handle load(String program) {
        Handle known = programs.get(program);
        if (known != null) {
            return known;
        }
        Handle handle = switch (object.load(program)) {
            case Load.Loaded(BpfProgram loaded) -> new Handle(loaded);
            case Load.Refused(ProgramImage rejected, Verdict.Rejected verdict) ->
                throw new ProgramRejectedException(
                        RejectionReport.of(linked().spec().name(), program, typeName(program), rejected, verdict));
        };
        programs.put(program, handle);
        if (desk != null) {
            watchAll(desk);
        }
        return handle;
    }

    /** The desk that calls pass by; made when a test first asks for it. */
    CallDesk desk() {
        CallDesk made = desk;
        if (made == null) {
            made = new CallDesk(this::nameOf);
            desk = made;
            watchAll(made);
        }
        return made;
    }

    /** Also programs that were loaded for the sake of others, which call them. */
    private void watchAll(CallDesk by) {
        List<BpfMap> ownMaps = linked().maps().stream().map(LinkedMap::map).toList();
        for (BpfProgram program : kernel().programs().all()) {
            if (program.executable() instanceof LoadedProgram loaded
                    && program.image().btf() == linked().spec().btf()
                    && program.image().maps().equals(ownMaps)
                    && watched.add(program)) {
                by.watch(loaded);
            }
        }
    }

    @Override
    public Map<String, LastRun> lastRuns() {
        Map<String, LastRun> runs = new TreeMap<>();
        programs.forEach((name, handle) -> {
            if (handle.program().executable() instanceof LoadedProgram loaded) {
                loaded.lastRun().ifPresent(run -> runs.put(name, run));
            }
        });
        return runs;
    }

    private String typeName(String program) {
        return linked().spec()
                .program(program)
                .map(ProgramSpec::type)
                .map(ProgramType::displayName)
                .orElse("no type");
    }

    @Override
    public SimulatedMap map(String name) {
        SimulatedMap map = maps.get(name);
        if (map == null) {
            throw new IllegalStateException("no map " + name);
        }
        return map;
    }

    /** Reads all buffers, so that none of them is full when much happens. */
    void drain() {
        maps.values().forEach(SimulatedMap::drain);
    }

    @Override
    public List<String> trace() {
        return kernel().trace().lines().stream().map(TraceLine::render).toList();
    }

    /** As the source has it: the kernel keeps only its first letters. */
    private String nameOf(BpfMap map) {
        return linked().maps().stream()
                .filter(linked -> linked.map().equals(map))
                .map(LinkedMap::name)
                .findFirst()
                .orElse(map.name());
    }

    @Override
    public void close() {
        // What a simulated kernel holds goes with it.
    }

    /** A program of the object in the kernel. */
    final class Handle implements LoadedHandle {
        private final BpfProgram program;
        private final Map<Integer, TestRun> runs = new HashMap<>();

        private Handle(BpfProgram program) {
            this.program = program;
        }

        BpfProgram program() {
            return program;
        }

        @Override
        public RunOutcome run(TestRunRequest request, int cpu) {
            TestRun run = runs.computeIfAbsent(cpu, _ -> TestRun.of(kernel(), program, cpu));
            TestRunResult result = run.run(request);
            return new RunOutcome(result, redirection(run.invocation().redirect()));
        }

        @Override
        public CallResult happen(Map<String, ?> context, int cpu) {
            return new HookContext(kernel(), program, cpu).run(context);
        }

        private Optional<Redirection> redirection(Redirect redirect) {
            BpfMap map = redirect.map();
            if (map != null) {
                return Optional.of(new Redirection.ToMap(nameOf(map), redirect.index()));
            }
            return redirect.index() == 0 ? Optional.empty() : Optional.of(new Redirection.ToDevice(redirect.index()));
        }

        @Override
        public byte[] reference() {
            return LittleEndian.bytes(program.id(), Integer.BYTES);
        }
    }
}
