package dev.skep.testing;

import dev.skep.kernel.Errno;
import dev.skep.nodes.CalledFunction.Trait;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a test says about the calls of a helper or kfunc, or of several whose names a pattern matches. Until it says
 * something they go to the simulated kernel, and are only recorded.
 */
public final class HelperMock {
    private final CallDesk desk;
    private final String pattern;
    private String map = "";
    private int onlyCall;
    private int seen;
    private @Nullable ToLongFunction<HelperCall> answer;

    HelperMock(CallDesk desk, String pattern) {
        this.desk = desk;
        this.pattern = pattern;
    }

    /** Only calls that work on this map. */
    public HelperMock on(TypedMap onlyMap) {
        map = onlyMap.name();
        return this;
    }

    /** Only the call of this number, from 1, counted from now on; all others go to the kernel. */
    public HelperMock onCall(int number) {
        onlyCall = number;
        seen = 0;
        return this;
    }

    /** Calls are answered with this number. */
    public HelperMock returns(long value) {
        return answers(_ -> value);
    }

    /** Calls fail: functions that give numbers with this error, those that give pointers with NULL. */
    public HelperMock fails(Errno errno) {
        return answers(call -> call.function().traits().contains(Trait.POINTER) ? 0 : errno.result());
    }

    /** Calls are answered by the test. */
    public HelperMock answers(ToLongFunction<HelperCall> by) {
        answer = by;
        return this;
    }

    /** Calls go to the kernel again. */
    public HelperMock callsThrough() {
        answer = null;
        return this;
    }

    /** The calls since recording began, the oldest first. */
    public List<HelperCall> calls() {
        return desk.calls().stream().filter(this::means).toList();
    }

    private boolean means(HelperCall call) {
        return CallDesk.matches(pattern, call.name()) && (map.isEmpty() || map.equals(call.map()));
    }

    /** The answer to a call; null where it goes to the kernel. */
    @Nullable
    ToLongFunction<HelperCall> answerTo(HelperCall call) {
        if (!means(call)) {
            return null;
        }
        seen++;
        return onlyCall == 0 || seen == onlyCall ? answer : null;
    }
}
