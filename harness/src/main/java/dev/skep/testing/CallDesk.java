package dev.skep.testing;

import dev.skep.helper.HelperBody;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import dev.skep.nodes.CalledFunction;
import dev.skep.nodes.CalledFunction.Trait;
import dev.skep.nodes.LoadedProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Where the calls of an object's programs pass by, once a test wants to see or to answer them. */
final class CallDesk {
    private final Function<BpfMap, String> mapNames;
    private final List<HelperMock> mocks = new ArrayList<>();
    private final List<HelperCall> calls = new ArrayList<>();
    private final Map<Long, HelperCall> references = new LinkedHashMap<>();
    private final Set<String> called = new TreeSet<>();
    private @Nullable FaultPlan plan;

    /** @param mapNames what maps are called in the source */
    CallDesk(Function<BpfMap, String> mapNames) {
        this.mapNames = mapNames;
    }

    /** From now on the calls of a program pass by here. */
    void watch(LoadedProgram program) {
        for (CalledFunction function : program.callees()) {
            called.add(function.name());
            program.intercept(
                    function.name(),
                    (invocation, map, arguments, kernel) -> call(function, invocation, map, arguments, kernel));
        }
    }

    /** Functions that the programs here call. */
    Set<String> called() {
        return called;
    }

    void add(HelperMock mock) {
        mocks.add(mock);
    }

    void follow(@Nullable FaultPlan next) {
        plan = next;
    }

    List<HelperCall> calls() {
        return List.copyOf(calls);
    }

    /** The calls that gave a reference which no other call has ended. */
    List<HelperCall> unreleased() {
        return List.copyOf(references.values());
    }

    private long call(
            CalledFunction function, Invocation invocation, @Nullable BpfMap map, long[] arguments, HelperBody kernel) {
        HelperCall call = new HelperCall(
                invocation.program().name(),
                function,
                map == null ? "" : mapNames.apply(map),
                Arrays.stream(arguments).boxed().toList(),
                0);
        Long answer = answer(call);
        if (answer != null && answer < 0 && Fallible.reads(function.name())) {
            invocation.memory().fill(call.argument(1), call.argument(2), (byte) 0);
        }
        long result = answer != null ? answer : kernel(invocation, map, arguments, kernel);
        note(call.answered(result));
        return result;
    }

    private static long kernel(Invocation invocation, @Nullable BpfMap map, long[] arguments, HelperBody kernel) {
        long[] r = Arrays.copyOf(arguments, 5);
        return kernel.call(invocation, map, r[0], r[1], r[2], r[3], r[4]);
    }

    private @Nullable Long answer(HelperCall call) {
        for (HelperMock mock : mocks.reversed()) {
            ToLongFunction<HelperCall> answer = mock.answerTo(call);
            if (answer != null) {
                return answer.applyAsLong(call);
            }
        }
        return plan == null ? null : plan.failure(call);
    }

    private void note(HelperCall call) {
        calls.add(call);
        int released = call.function().released();
        if (released != 0) {
            references.remove(call.argument(released));
        }
        if (call.function().traits().contains(Trait.REFERENCE) && call.result() != 0) {
            references.put(call.result(), call);
        }
    }

    /** Whether a name is the pattern, in which {@code *} stands for anything. */
    static boolean matches(String pattern, String name) {
        int star = pattern.indexOf('*');
        return star < 0
                ? pattern.equals(name)
                : name.length() >= pattern.length() - 1
                        && name.startsWith(pattern.substring(0, star))
                        && name.endsWith(pattern.substring(star + 1));
    }
}
