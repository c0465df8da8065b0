package dev.skep.testing;

import dev.skep.coverage.CoverageReport;
import dev.skep.debug.ProgramFault;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.object.ProgramSpec;
import dev.skep.packet.Frame;
import dev.skep.packet.layer.Packet;
import dev.skep.report.ValueText;
import dev.skep.session.CaptureRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A program of an object, which is loaded. */
public final class Program {
    private static final byte[] NOTHING = {};

    private final BpfObject object;
    private final String name;
    private final ProgramSpec spec;
    private final ProgramType type;
    private final ObjectBackend.LoadedHandle handle;
    private final int cpu;

    Program(BpfObject object, ProgramSpec spec, ObjectBackend.LoadedHandle handle, int cpu) {
        this.object = object;
        this.spec = spec;
        this.name = spec.name();
        this.type = Objects.requireNonNull(spec.type());
        this.handle = handle;
        this.cpu = cpu;
    }

    public String name() {
        return name;
    }

    public ProgramType type() {
        return type;
    }

    /** The same program, run on this CPU; otherwise it is run on the first. */
    public Program on(int onCpu) {
        return new Program(object, spec, handle, onCpu);
    }

    /**
     * Runs it on a frame, from the Ethernet header on, as {@code BPF_PROG_TEST_RUN} does.
     *
     * @throws KernelException if the kernel refuses the frame: EINVAL when it is too short
     * @throws ProgramFault if the program does what the machine does not let it do; accepted programs do not
     * @throws UnsupportedOperationException if it takes no packets
     */
    public PacketResult run(byte[] frame) {
        requirePackets();
        return run(frame, TestRunRequest.of(frame));
    }

    private PacketResult run(byte[] frame, TestRunRequest request) {
        RunOutcome outcome = logged(RunLog.Content.FRAME, frame, request);
        byte[] context = outcome.result().context();
        Map<String, Object> fields =
                context.length == 0 ? Map.of() : packetContext().read(context);
        PacketResult result = new PacketResult(name, type, frame, outcome, fields);
        log(RunLog.Content.FRAME, frame, result.verdict(), result.packet());
        return result;
    }

    /**
     * As {@link #run(byte[])}, with fields of the context beside the frame: {@code mark}, {@code cb} of {@code struct
     * __sk_buff}, {@code rx_queue_index} of {@code struct xdp_md}. Which of them may be given, the kernel says: EINVAL
     * for others.
     *
     * @throws IllegalArgumentException if the context has no such field, or a value does not fit
     */
    public PacketResult run(byte[] frame, Map<String, ?> context) {
        requirePackets();
        Map<String, Object> fields = new HashMap<>(context);
        if (type == ProgramType.XDP) {
            // The kernel refuses a context that does not say where the frame ends.
            fields.putIfAbsent("data_end", frame.length);
        }
        return run(frame, TestRunRequest.of(frame).withContext(packetContext().write(fields)));
    }

    /** As {@link #run(byte[], Map)}. */
    public PacketResult run(Packet packet, Map<String, ?> context) {
        return run(packet.toBytes(), context);
    }

    private ContextFields packetContext() {
        return new ContextFields(toString(), ContextLayout.of(type, spec.attachType()));
    }

    /** As {@link #run(byte[])}. */
    public PacketResult run(Packet packet) {
        return run(packet.toBytes());
    }

    /** As {@link #run(byte[])}. */
    public PacketResult run(Frame frame) {
        return run(frame.data());
    }

    /**
     * Calls a syscall program without a context.
     *
     * @throws UnsupportedOperationException if it is of another type
     */
    public CallResult call() {
        return call(NOTHING);
    }

    /** Calls a syscall program with the bytes of its context. */
    public CallResult call(byte[] context) {
        if (type != ProgramType.SYSCALL) {
            throw new UnsupportedOperationException(
                    this + " is not called by user space: " + howToRun() + ", or attach() it");
        }
        TestRunRequest request = TestRunRequest.of(NOTHING);
        RunOutcome outcome =
                logged(RunLog.Content.CONTEXT, context, context.length == 0 ? request : request.withContext(context));
        byte[] after = outcome.result().context();
        CallResult result = new CallResult(
                name, (int) outcome.result().retval(), after, syscallContext().read(after));
        log(RunLog.Content.CONTEXT, context, Integer.toString(result.value()), result.context());
        return result;
    }

    /**
     * Runs it once on a context by its fields, as if what it attaches to had happened; what is left out is zero. It
     * need not be attached, and nothing else runs.
     *
     * <ul>
     *   <li>A syscall program: the members of the struct that its parameter points to.
     *   <li>Programs of control groups and TCP connections ({@code cgroup/connect4}, {@code sockops}): the fields of
     *       {@code struct bpf_sock_addr} and so on, numbers as they stand in memory; {@code sk} may be an
     *       {@link dev.skep.kernel.net.OpenSocket}.
     *   <li>A tracepoint program: the fields of the record.
     *   <li>A raw tracepoint program: the arguments by their names in the kernel.
     * </ul>
     *
     * @throws IllegalArgumentException if the context has no such field, or a value does not fit
     * @throws UnsupportedOperationException if it is of another type
     */
    public CallResult call(Map<String, ?> context) {
        if (type == ProgramType.SYSCALL) {
            return call(syscallContext().write(context));
        }
        if (!HookContext.suits(type, spec.attachType())) {
            throw new UnsupportedOperationException(this + " is not run on a context by itself: " + howToRun());
        }
        CallResult result;
        try {
            result = handle.happen(context, cpu);
        } catch (ProgramFault fault) {
            log(RunLog.Content.CONTEXT, NOTHING, String.valueOf(fault.getMessage()), NOTHING);
            throw fault;
        }
        log(RunLog.Content.CONTEXT, NOTHING, result.value() + " on " + ValueText.of(context), result.context());
        return result;
    }

    /** As {@link #call(Map)}, with the components of a record as the fields. */
    public CallResult call(Record context) {
        return call(RecordMapping.members(context));
    }

    private SyscallContext syscallContext() {
        return SyscallContext.of(toString(), object.spec().btf(), name);
    }

    /**
     * Attaches it where its section says; what happens there then runs it.
     *
     * @throws KernelException EINVAL if its section says no hook
     */
    public Link attach() {
        return object.kernel().hooks().attach(loaded());
    }

    /**
     * Which lines and branches it executed so far, see {@link BpfObject#coverage(String)}.
     *
     * @throws IllegalStateException if its object was not loaded with {@link LoadOptions.Counting#COVERAGE}
     */
    public CoverageReport coverage() {
        return object.coverage(name);
    }

    /** The program in the simulated kernel. */
    public BpfProgram loaded() {
        return object.simulated(this, handle);
    }

    ObjectBackend.LoadedHandle handle() {
        return handle;
    }

    byte[] reference() {
        return handle.reference();
    }

    private RunOutcome logged(RunLog.Content content, byte[] input, TestRunRequest request) {
        RunOutcome outcome;
        try {
            outcome = handle.run(request, cpu);
        } catch (ProgramFault fault) {
            log(content, input, String.valueOf(fault.getMessage()), NOTHING);
            throw fault;
        }
        Errno errno = outcome.result().errno();
        if (errno != null) {
            log(content, input, "refused: " + errno, NOTHING);
            throw new KernelException(errno, this + ": BPF_PROG_TEST_RUN on " + input.length + " bytes");
        }
        return outcome;
    }

    private void log(RunLog.Content content, byte[] input, String outcome, byte[] output) {
        object.runs().add(new RunLog.Entry(name, cpu, content, input, outcome, output));
    }

    private void requirePackets() {
        if (!CaptureRun.takesPackets(type)) {
            throw new UnsupportedOperationException(this + " takes no packets: " + howToRun());
        }
    }

    private String howToRun() {
        if (CaptureRun.takesPackets(type)) {
            return "run(packet) runs it";
        }
        if (type == ProgramType.SYSCALL) {
            return "call() runs it";
        }
        return HookContext.suits(type, spec.attachType())
                ? "call(fields of its context) runs it"
                : "attach() it, and let its hook happen";
    }

    @Override
    public String toString() {
        return object.name() + ": program " + name + " (" + type.displayName() + ")";
    }
}
