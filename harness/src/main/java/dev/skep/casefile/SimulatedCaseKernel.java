package dev.skep.casefile;

import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapSyscalls;
import dev.skep.kernel.map.UpdateFlags;
import dev.skep.kernel.net.TestRun;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.net.TestRunResult;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedMap;
import dev.skep.object.ObjectSpec;
import dev.skep.packet.layer.Octets;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.Recordings;
import dev.skep.recording.Strictness;
import dev.skep.replay.Attachments;
import dev.skep.replay.Replay;
import dev.skep.report.Records;
import dev.skep.report.RejectionReport;
import dev.skep.report.RunReport.PerfSample;
import dev.skep.session.BufferReaders;
import dev.skep.session.MapReader;
import dev.skep.verifier.Verdict;
import dev.skep.verifier.Verifier;
import dev.skep.verifier.VerifierOptions;
import dev.skep.verifier.hint.Hint;
import dev.skep.verifier.hint.Hints;
import dev.skep.verifier.log.LogLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A simulated kernel of the case's own. */
final class SimulatedCaseKernel implements CaseKernel {
    private final LoadedObject object;
    private final BufferReaders buffers;
    private final @Nullable Replay replay;
    private final int cpu;
    private final Map<String, TestRun> runs = new HashMap<>();

    private SimulatedCaseKernel(LoadedObject object, BufferReaders buffers, @Nullable Replay replay, int cpu) {
        this.object = object;
        this.buffers = buffers;
        this.replay = replay;
        this.cpu = cpu;
    }

    /** A kernel with the object's maps, whose programs are run by their names. */
    static SimulatedCaseKernel running(BpfEngine engine, KernelConfig config, ObjectSpec spec, int cpu) {
        LoadedObject object = LoadedObject.inFreshKernel(engine, config, spec, Admission.VERIFIED);
        return new SimulatedCaseKernel(object, BufferReaders.raw(object.linked().maps()), null, cpu);
    }

    /**
     * A kernel in which all programs of the object are attached where their sections say.
     *
     * @throws RejectedObjectException if the verifier rejects one
     */
    static SimulatedCaseKernel attached(BpfEngine engine, KernelConfig config, ObjectSpec spec, int cpu) {
        Replay replay = new Replay(engine, config, MapReader.Form.RAW, Admission.VERIFIED);
        Optional<RejectionReport> rejection = replay.attach(spec, Attachments.PLAIN);
        if (rejection.isPresent()) {
            RejectionReport report = rejection.get();
            throw new RejectedObjectException(
                    report.rejected(), new Loading.Rejected(report.errno(), report.log(), report.hint()));
        }
        return new SimulatedCaseKernel(replay.object(0), replay.buffers(0), replay, cpu);
    }

    @Override
    public String name() {
        return "simulated kernel";
    }

    @Override
    public Loading load(String program) {
        return switch (object.load(program)) {
            case Load.Loaded _ -> new Loading.Loaded();
            case Load.Refused(ProgramImage image, Verdict.Rejected verdict) ->
                new Loading.Rejected(
                        verdict.errno(),
                        verdict.log(),
                        Hints.of(verdict, image).map(Hint::text).orElse(""));
        };
    }

    @Override
    public String log(String program, int level) {
        VerifierOptions options = VerifierOptions.onMachine(object.kernel().config());
        VerifierOptions asked = (level & 2) != 0
                ? options.withLevel(LogLevel.EVERYTHING)
                : options.withLevel((level & 1) != 0 ? LogLevel.FAILING_PATH : LogLevel.STATISTICS);
        return Verifier.verify(
                        object.linked().image(program),
                        (level & 4) != 0 ? asked.withSummary(VerifierOptions.Summary.LONG) : asked)
                .log();
    }

    @Override
    public Outcome run(String program, TestRunRequest request) {
        if (!(object.load(program) instanceof Load.Loaded(BpfProgram loaded))) {
            throw new IllegalStateException(program + " is not loaded");
        }
        TestRun run = runs.computeIfAbsent(program, _ -> TestRun.of(object.kernel(), loaded, cpu));
        TestRunResult result = run.run(request);
        buffers.read();
        Errno errno = result.errno();
        return errno != null && errno != Errno.ENOSPC
                ? new Outcome.Refused(errno)
                : new Outcome.Ran(result.retval(), Octets.of(result.data()), Octets.of(result.context()));
    }

    @Override
    public Outcome play(Path recording) {
        Replay attached = Objects.requireNonNull(replay, "programs are not attached");
        try (RecordingReader reader = Recordings.open(recording, Strictness.STRICT)) {
            attached.play(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Outcome.Nothing();
    }

    @Override
    public void advance(long byNs) {
        object.kernel().clock().advanceBy(byNs);
        buffers.read();
    }

    @Override
    public Optional<MapSpec> map(String name) {
        return object.linked().map(name).map(map -> map.map().spec());
    }

    @Override
    public List<String> mapNames() {
        return object.linked().maps().stream().map(LinkedMap::name).toList();
    }

    private BpfMap known(String name) {
        return object.linked().map(name).orElseThrow().map();
    }

    @Override
    public void update(String map, Octets key, Octets value) {
        known(map).syscall().update(key.toArray(), value.toArray(), UpdateFlags.ANY);
    }

    @Override
    public List<Element> elements(String map) {
        MapSyscalls syscall = known(map).syscall();
        return switch (Listing.of(known(map).type())) {
            case VALUES -> popped(syscall);
            case NOTHING -> List.of();
            case ELEMENTS -> {
                List<Element> elements = new ArrayList<>();
                for (byte[] key : syscall.keys()) {
                    byte @Nullable [] value = syscall.find(key);
                    if (value != null) {
                        elements.add(new Element(Octets.of(key), Octets.of(value)));
                    }
                }
                yield elements;
            }
        };
    }

    private static List<Element> popped(MapSyscalls syscall) {
        List<Element> elements = new ArrayList<>();
        while (true) {
            try {
                elements.add(new Element(Octets.of(), Octets.of(syscall.lookupAndDelete(new byte[0], 0))));
            } catch (KernelException e) {
                if (e.errno() == Errno.ENOENT) {
                    return elements;
                }
                throw e;
            }
        }
    }

    @Override
    public Optional<List<Octets>> records(String map) {
        buffers.read();
        Records<Object> ring = buffers.ringRecords().get(map);
        List<Octets> found = new ArrayList<>();
        if (ring != null) {
            ring.forEach(each -> found.add(Octets.ofHex(each.toString())));
        } else {
            buffers.perfRecords()
                    .getOrDefault(map, Records.of(List.<PerfSample>of()))
                    .forEach(each -> found.add(Octets.ofHex(each.data().toString())));
        }
        return Optional.of(found);
    }

    @Override
    public Optional<List<String>> trace() {
        return Optional.of(
                object.kernel().trace().lines().stream().map(TraceLine::text).toList());
    }

    @Override
    public int cpus() {
        return object.kernel().config().cpus();
    }

    @Override
    public CpuOrder cpuOrder() {
        return CpuOrder.KNOWN;
    }

    @Override
    public void close() {
        // What it is made of is the garbage collector's.
    }
}
