package dev.skep.testing;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ContextLayout;
import dev.skep.kernel.hook.ContextEvent;
import dev.skep.kernel.hook.HookPoint;
import dev.skep.kernel.net.OpenSocket;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs programs on contexts that a test gives by name, as if what they attach to had happened: control groups and TCP
 * connections by the fields of their structs, tracepoints by the fields of their records, raw tracepoints by their
 * arguments.
 */
final class HookContext {
    private static final byte[] NOTHING = {};
    private static final String SOCKET = "sk";

    private final Kernel kernel;
    private final BpfProgram program;
    private final int cpu;

    HookContext(Kernel kernel, BpfProgram program, int cpu) {
        this.kernel = kernel;
        this.program = program;
        this.cpu = cpu;
    }

    /** Whether such programs can be run so. */
    static boolean suits(ProgramType type, AttachType attachType) {
        return switch (type) {
            case CGROUP_SOCK,
                    CGROUP_SOCK_ADDR,
                    CGROUP_DEVICE,
                    CGROUP_SYSCTL,
                    CGROUP_SOCKOPT,
                    SOCK_OPS,
                    TRACEPOINT,
                    RAW_TRACEPOINT,
                    RAW_TRACEPOINT_WRITABLE -> true;
            case TRACING -> attachType == AttachType.TRACE_RAW_TP;
            default -> false;
        };
    }

    /**
     * Runs the program.
     *
     * @throws IllegalArgumentException if the context has no such field, or a value does not fit
     * @throws UnsupportedOperationException if its section does not say what it attaches to
     */
    CallResult run(Map<String, ?> context) {
        ProgramImage image = program.image();
        HookPoint point = HookPoint.of(image);
        if (point == null) {
            throw new UnsupportedOperationException(
                    image.name() + ": its section " + image.section() + " does not say what it attaches to");
        }
        return switch (image.type()) {
            case TRACEPOINT ->
                plain(kernel.hooks().tracepoint(point.target()).on(cpu).run(program, context));
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE, TRACING ->
                plain(kernel.hooks().rawTracepoint(point.target()).on(cpu).run(program, context));
            default -> event(image, context);
        };
    }

    private CallResult plain(long value) {
        return new CallResult(program.name(), (int) value, NOTHING, Map.of());
    }

    private CallResult event(ProgramImage image, Map<String, ?> context) {
        ContextFields fields = new ContextFields(image.name(), ContextLayout.of(image.type(), image.attachType()));
        ContextEvent event = kernel.hooks().event(image.section()).on(cpu);
        Map<String, Object> values = new HashMap<>(context);
        OpenSocket socket = values.get(SOCKET) instanceof OpenSocket open ? open : null;
        if (socket != null) {
            values.remove(SOCKET);
        }
        event.with(fields.write(values));
        if (socket != null) {
            event.of(socket);
        }
        long value = event.run(program);
        byte[] after = event.context();
        return new CallResult(program.name(), (int) value, after, fields.read(after));
    }
}
