package dev.skep.replay;

import dev.skep.btf.Btf;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.hook.Hook;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.hook.Occurrence;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.trace.TraceLine;
import dev.skep.kernel.trace.TracePipe;
import dev.skep.language.Admission;
import dev.skep.language.BpfEngine;
import dev.skep.language.Load;
import dev.skep.language.LoadedObject;
import dev.skep.link.LinkedObject;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.recording.EventKind;
import dev.skep.recording.Losses;
import dev.skep.recording.MalformedRecordingException;
import dev.skep.recording.RecordedEvent;
import dev.skep.recording.RecordingReader;
import dev.skep.recording.TracepointFormat;
import dev.skep.report.Records;
import dev.skep.report.RejectionReport;
import dev.skep.report.ReplayReport;
import dev.skep.session.BufferReaders;
import dev.skep.session.MapReader;
import dev.skep.session.TraceReader;
import dev.skep.verifier.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kernel in which a recording happens again: each event sets the clock, the CPU and the current task, and runs what
 * is attached to its hook.
 */
public final class Replay {
    /** No record of a sample is longer: its size has 16 bits. */
    private static final int LONGEST_RECORD = 1 << 16;

    private final BpfEngine engine;
    private final MapReader.Form form;
    private final Admission admission;
    private final Kernel kernel;
    private final Invocation invocation;
    private final Occurrence occurrence = new Occurrence();
    private final TaskFollower tasks;
    private final CounterFollower counters;
    private final HookFollower others;
    private final Happenings happenings;
    private final PresentThings present;
    private final List<AttachedObject> objects = new ArrayList<>();
    private final Map<String, Hook> hooks = new HashMap<>();
    private final @Nullable TraceReader trace;
    private final long recordAddress;
    private long events;
    private long fired;

    /**
     * A machine on which nothing is attached yet.
     *
     * @param form how maps and records are reported
     * @param admission whether programs must be verified
     */
    public Replay(BpfEngine engine, KernelConfig config, MapReader.Form form, Admission admission) {
        this(engine, new Kernel(config), form, admission, TraceReader::new);
    }

    private Replay(
            BpfEngine engine,
            Kernel kernel,
            MapReader.Form form,
            Admission admission,
            Function<TracePipe, @Nullable TraceReader> trace) {
        this.engine = engine;
        this.form = form;
        this.admission = admission;
        this.kernel = kernel;
        this.invocation = new Invocation(kernel);
        this.tasks = new TaskFollower(kernel.tasks());
        this.counters = new CounterFollower(kernel);
        KernelValues values = new KernelValues(kernel);
        this.others = new HookFollower(kernel, values);
        this.happenings = new Happenings(kernel, values);
        this.present = new PresentThings(kernel);
        this.trace = trace.apply(kernel.trace());
        boot();
        this.recordAddress = kernel.memory().allocate(LONGEST_RECORD, 8, "record of a tracepoint");
    }

    /**
     * A recording happens in a kernel that is there, with what is attached in it already. Its tasks are gone; its trace
     * pipe is for others to read.
     */
    public static Replay in(BpfEngine engine, Kernel kernel) {
        Replay replay = new Replay(engine, kernel, MapReader.Form.TYPED, Admission.VERIFIED, _ -> null);
        replay.others.refresh();
        return replay;
    }

    /** Nobody runs yet: the recording says who does. */
    private void boot() {
        kernel.tasks().all().forEach(kernel.tasks()::remove);
        for (int cpu = 0; cpu < kernel.config().cpus(); cpu++) {
            kernel.tasks().run(cpu, kernel.tasks().idle(cpu));
        }
    }

    /**
     * Loads an object and attaches its programs where their sections say.
     *
     * @param wishes what programs are attached with
     * @throws dev.skep.link.RelocationException if the object cannot be brought into the kernel
     * @throws dev.skep.helper.NotBuiltException if a program needs what does not exist here yet
     * @throws dev.skep.kernel.KernelException if a program does not say where it attaches
     * @return what the verifier said about the first program that it rejected, in which case none is attached
     */
    public Optional<RejectionReport> attach(ObjectSpec spec, Attachments wishes) {
        LoadedObject object = LoadedObject.in(engine, kernel, spec, admission);
        List<BpfProgram> programs = new ArrayList<>();
        for (ProgramSpec program : spec.programs()) {
            if (!program.autoload()) {
                continue;
            }
            switch (object.load(program.name())) {
                case Load.Loaded(BpfProgram loaded) -> programs.add(loaded);
                case Load.Refused(ProgramImage rejected, Verdict.Rejected verdict) -> {
                    String type = Objects.requireNonNull(program.type()).displayName();
                    return Optional.of(RejectionReport.of(spec.name(), program.name(), type, rejected, verdict));
                }
            }
        }
        List<Link> links = programs.stream()
                .map(program -> kernel.hooks().attach(program, wishes.cookie(program.name())))
                .toList();
        register(object, programs);
        others.refresh();
        objects.add(new AttachedObject(object, links, readers(object), wishes));
        return Optional.empty();
    }

    /** The kernel takes the structs of functions into use. */
    private static void register(LoadedObject object, List<BpfProgram> programs) {
        Set<StructOpsMap> structs = new LinkedHashSet<>();
        for (LinkedObject.Implementation each : object.linked().implementations()) {
            programs.stream()
                    .filter(program -> program.name().equals(each.program()))
                    .forEach(program -> each.map().implement(each.member(), program));
            structs.add(each.map());
        }
        structs.forEach(StructOpsMap::register);
    }

    public Kernel kernel() {
        return kernel;
    }

    /** An object that is attached, counted from 0 as they came. */
    public LoadedObject object(int index) {
        return objects.get(index).object();
    }

    /** What reads the buffers of an object that is attached, counted from 0 as they came. */
    public BufferReaders buffers(int index) {
        return objects.get(index).buffers();
    }

    /** What came of it so far, an object after the other. */
    public List<ReplayReport> reports(long durationNs) {
        MapReader maps = new MapReader(kernel, form);
        Records<String> lines = trace == null
                ? Records.of(
                        kernel.trace().lines().stream().map(TraceLine::render).toList())
                : trace.records();
        return objects.stream()
                .map(object -> object.report(engine.mode(), admission, maps, happenings.outcomes(), lines, durationNs))
                .toList();
    }

    private BufferReaders readers(LoadedObject object) {
        Btf btf = object.linked().spec().btf();
        return form == MapReader.Form.RAW || btf == null
                ? BufferReaders.raw(object.linked().maps())
                : BufferReaders.typed(object.linked().maps(), btf);
    }

    /** How many events were played, those for which nothing is attached included. */
    public long events() {
        return events;
    }

    /** How many events ran a program. */
    public long fired() {
        return fired;
    }

    /**
     * Plays all that is left of a recording.
     *
     * @throws MalformedRecordingException where it breaks its format, or something cannot be, unless reading is lenient
     * @throws dev.skep.debug.ProgramFault if a program does what the machine does not let it do
     */
    public void play(RecordingReader reader) throws IOException {
        for (RecordedEvent event = reader.next(); event != null; event = reader.next()) {
            play(event, reader.losses(), reader.place());
        }
    }

    /**
     * Lets one event of a recording happen. One that cannot be (a function that the kernel does not have, an argument
     * of another type, a CPU too many) is lost.
     *
     * @param place where in the recording it stands
     * @throws MalformedRecordingException if it cannot be, unless reading is lenient
     * @throws dev.skep.debug.ProgramFault if a program does what the machine does not let it do
     */
    public void play(RecordedEvent event, Losses losses, String place) {
        try {
            play(event);
        } catch (IllegalArgumentException | KernelException impossible) {
            losses.unreadable(place, String.valueOf(impossible.getMessage()));
        }
    }

    /** Lets one event happen. */
    public void play(RecordedEvent event) {
        long timeNs = event.stamp().timeNs();
        if (timeNs > kernel.clock().monotonicNs()) {
            kernel.clock().advanceTo(timeNs);
        }
        switch (event) {
            case RecordedEvent.Sample sample -> sample(sample);
            case RecordedEvent.Mapping mapping -> {
                others.follow(mapping);
                tasks.follow(mapping);
                readBuffers();
            }
            case RecordedEvent.Present thing -> present.present(thing);
            case RecordedEvent.Happening happening -> {
                events++;
                int cpu = cpu(happening);
                tasks.run(happening.stamp(), cpu);
                happenings.happen(happening, cpu);
                readBuffers();
            }
            case RecordedEvent.Comm _, RecordedEvent.Fork _, RecordedEvent.Exit _, RecordedEvent.Group _ ->
                tasks.follow(event);
        }
    }

    private int cpu(RecordedEvent event) {
        int cpu = event.stamp().cpu();
        if (cpu < 0 || cpu >= kernel.config().cpus()) {
            throw new IllegalArgumentException("an event on CPU " + Integer.toUnsignedString(cpu) + ", expected 0 to "
                    + (kernel.config().cpus() - 1) + "; --cpus says how many the machine has");
        }
        return cpu;
    }

    private void sample(RecordedEvent.Sample sample) {
        events++;
        int cpu = cpu(sample);
        tasks.learn(sample);
        kernel.tasks().run(cpu, tasks.current(sample, cpu));
        if (sample.kind().perfType() != EventKind.TRACEPOINT) {
            fired += counters.taken(sample, cpu);
            readBuffers();
            return;
        }
        Hook hook = hook(sample.kind());
        if (hook != null && !hook.isIdle()) {
            fired++;
            kernel.memory().write(recordAddress, sample.raw());
            boolean bare = sample.callChain().length == 0;
            hook.fire(invocation, cpu, bare ? occurrence : CounterFollower.stacks(sample), recordAddress);
        }
        others.follow(sample, cpu);
        readBuffers();
    }

    /** User space reads the buffers of all objects. */
    public void readBuffers() {
        for (AttachedObject object : objects) {
            object.buffers().read();
        }
        if (trace != null) {
            trace.read();
        }
    }

    /** User space reads the files of iterators: what it finds is their output. */
    public void readIterators() {
        objects.forEach(object -> object.readIterators(kernel));
    }

    private @Nullable Hook hook(EventKind kind) {
        TracepointFormat format = kind.format();
        return format == null
                ? null
                : hooks.computeIfAbsent(
                        kind.name(), _ -> kernel.hooks().at(HookPoint.tracepoint(format.system(), format.name())));
    }
}
