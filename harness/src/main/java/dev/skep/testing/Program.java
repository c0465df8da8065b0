package dev.skep.testing;

import dev.skep.debug.ProgramFault;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.hook.Link;
import dev.skep.kernel.net.TestRunRequest;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import dev.skep.packet.Frame;
import dev.skep.packet.layer.Packet;

/** A program of an object, which is loaded. */
public final class Program {
    private static final byte[] NOTHING = {};

    private final BpfObject object;
    private final String name;
    private final ProgramType type;
    private final ObjectBackend.LoadedHandle handle;
    private final int cpu;

    Program(BpfObject object, String name, ProgramType type, ObjectBackend.LoadedHandle handle, int cpu) {
        this.object = object;
        this.name = name;
        this.type = type;
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
        return new Program(object, name, type, handle, onCpu);
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
        RunOutcome outcome = logged(RunLog.Content.FRAME, frame, TestRunRequest.of(frame));
        PacketResult result = new PacketResult(name, type, frame, outcome);
        log(RunLog.Content.FRAME, frame, result.verdict(), result.packet());
        return result;
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
        CallResult result = new CallResult(
                name, (int) outcome.result().retval(), outcome.result().context());
        log(RunLog.Content.CONTEXT, context, Integer.toString(result.value()), result.context());
        return result;
    }

    /**
     * Attaches it where its section says; what happens there then runs it.
     *
     * @throws KernelException EINVAL if its section says no hook
     */
    public Link attach() {
        return object.kernel().hooks().attach(loaded());
    }

    /** The program in the simulated kernel. */
    public BpfProgram loaded() {
        return object.simulated(this, handle);
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
        switch (type) {
            case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER -> {}
            default -> throw new UnsupportedOperationException(this + " takes no packets: " + howToRun());
        }
    }

    private String howToRun() {
        return switch (type) {
            case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER -> "run(packet) runs it";
            case SYSCALL -> "call() runs it";
            default -> "attach() it, and let its hook happen";
        };
    }

    @Override
    public String toString() {
        return object.name() + ": program " + name + " (" + type.displayName() + ")";
    }
}
