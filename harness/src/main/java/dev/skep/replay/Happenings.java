package dev.skep.replay;

import dev.skep.kernel.Errno;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.hook.FunctionCall;
import dev.skep.kernel.hook.HookTable;
import dev.skep.kernel.hook.KernelFunction;
import dev.skep.kernel.hook.LsmHook;
import dev.skep.kernel.hook.RawTracepoint;
import dev.skep.kernel.hook.StructOps;
import dev.skep.kernel.hook.SystemCall;
import dev.skep.kernel.hook.Tracepoint;
import dev.skep.kernel.hook.UserFunction;
import dev.skep.kernel.hook.UserMarker;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.StructOpsMap;
import dev.skep.kernel.program.ReturnCounts;
import dev.skep.recording.RecordedEvent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lets what a recording in JSON describes happen: calls of functions and system calls, questions to security modules,
 * tracepoints by the kernel's types, functions and markers of user space. Where a program decided how it ended, this
 * keeps the outcome.
 */
final class Happenings {
    private final Kernel kernel;
    private final HookTable hooks;
    private final KernelValues values;
    private final Map<String, LsmHook> questions = new HashMap<>();
    private final Map<String, Tracepoint> tracepoints = new HashMap<>();
    private final Map<String, RawTracepoint> rawTracepoints = new HashMap<>();
    private final Map<String, KernelFunction> functions = new HashMap<>();
    private final Map<String, SystemCall> systemCalls = new HashMap<>();
    private final Map<String, UserFunction> userFunctions = new HashMap<>();
    private final Map<String, StructOps> structs = new HashMap<>();
    private final SocketHappenings sockets;
    private final Map<String, UserMarker> userMarkers = new HashMap<>();
    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

    Happenings(Kernel kernel, KernelValues values) {
        this.kernel = kernel;
        this.hooks = kernel.hooks();
        this.values = values;
        this.sockets = new SocketHappenings(kernel);
    }

    /** What programs decided: how often which outcome, by the hook. */
    Map<String, Map<String, Long>> outcomes() {
        return outcomes;
    }

    /**
     * Lets something happen to the task that is current on the CPU.
     *
     * @throws IllegalArgumentException if the arguments do not fit the types
     * @throws KernelException if the kernel's types have nothing of this name
     */
    void happen(RecordedEvent.Happening happening, int cpu) {
        Object[] ordered = happening.ordered().stream().map(values::of).toArray();
        Map<String, Object> named = new LinkedHashMap<>();
        happening.named().forEach((name, value) -> named.put(name, values.of(value)));
        boolean byName = !named.isEmpty();
        String name = happening.name();
        switch (happening.place()) {
            case LSM -> {
                LsmHook question = questions.computeIfAbsent(name, hooks::lsm).on(cpu);
                int answer = byName ? question.asked(named) : question.asked(ordered);
                if (answer != 0) {
                    decided("lsm/" + name, answer);
                }
            }
            case TRACEPOINT ->
                tracepoints.computeIfAbsent(name, hooks::tracepoint).on(cpu).fire(named);
            case RAW_TRACEPOINT -> {
                RawTracepoint tracepoint = rawTracepoints
                        .computeIfAbsent(name, hooks::rawTracepoint)
                        .on(cpu);
                if (byName) {
                    tracepoint.fire(named);
                } else {
                    tracepoint.fire(ordered);
                }
            }
            case FUNCTION -> {
                KernelFunction function =
                        functions.computeIfAbsent(name, hooks::function).on(cpu);
                FunctionCall call = byName ? function.called(named) : function.called(ordered);
                call.prevented().ifPresent(result -> decided("function " + name, result));
                call.returns(happening.returns());
            }
            case SYSCALL -> {
                SystemCall.Entered call = systemCalls
                        .computeIfAbsent(name, hooks::systemCall)
                        .on(cpu)
                        .called(ordered);
                call.prevented().ifPresent(result -> decided("syscall " + name, result));
                call.returns(happening.returns());
            }
            case STRUCT_OPS -> {
                int slash = name.lastIndexOf('/');
                StructOps functions = structs.computeIfAbsent(name.substring(0, Math.max(0, slash)), this::struct)
                        .on(cpu);
                String member = name.substring(slash + 1);
                long result = byName ? functions.call(member, named) : functions.call(member, ordered);
                count("struct_ops " + name, Long.toString(result));
            }
            case SOCKET_EVENT -> sockets.happen(name, named, cpu).ifPresent(outcome -> count(name, outcome));
            case USER_FUNCTION ->
                userFunctions
                        .computeIfAbsent(name, this::userFunction)
                        .on(cpu)
                        .called(registers(happening))
                        .returns(happening.returns());
            case USER_MARKER ->
                userMarkers.computeIfAbsent(name, this::userMarker).on(cpu).passed(registers(happening));
        }
        values.release();
    }

    private void decided(String hook, long result) {
        Errno errno = result < 0 && result >= Integer.MIN_VALUE ? Errno.of(-result) : null;
        count(hook, errno == null ? Long.toString(result) : "-" + errno);
    }

    /** Programs may decide something else each time: only so many outcomes are told apart. */
    private void count(String hook, String outcome) {
        Map<String, Long> counts = outcomes.computeIfAbsent(hook, _ -> new TreeMap<>());
        boolean known = counts.size() < ReturnCounts.MOST_VALUES || counts.containsKey(outcome);
        counts.merge(known ? outcome : "others", 1L, Long::sum);
    }

    private StructOps struct(String name) {
        for (BpfMap map : kernel.maps().all()) {
            if (map.name().equals(name) && map instanceof StructOpsMap functions) {
                return hooks.structOps(functions);
            }
        }
        throw new IllegalArgumentException(
                "struct_ops " + name + ": expected the name of a struct of functions, a slash and a member");
    }

    private UserFunction userFunction(String name) {
        int colon = name.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("user_function " + name + ": expected a path, a colon and a name");
        }
        return hooks.userFunction(name.substring(0, colon), name.substring(colon + 1));
    }

    private UserMarker userMarker(String name) {
        int second = name.lastIndexOf(':');
        int first = second < 0 ? -1 : name.lastIndexOf(':', second - 1);
        if (first < 0) {
            throw new IllegalArgumentException(
                    "user_marker " + name + ": expected a path, a provider and a name with colons between them");
        }
        return hooks.userMarker(
                name.substring(0, first), name.substring(first + 1, second), name.substring(second + 1));
    }

    private static long[] registers(RecordedEvent.Happening happening) {
        return happening.ordered().stream()
                .mapToLong(value -> switch (value) {
                    case Long number -> number;
                    case String text when text.startsWith("0x") -> Long.parseUnsignedLong(text.substring(2), 16);
                    default ->
                        throw new IllegalArgumentException(
                                happening.name() + ": an argument " + value + ", expected a number");
                })
                .toArray();
    }
}
