package dev.skep.testing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One failure: of all calls that may fail, in the order in which they happen, the one of a number fails. A test that is
 * run with every number has seen every single failure; the first run, without any, says how many numbers there are.
 */
public final class FaultPlan {
    private static final int NONE = -1;

    private final int failing;
    private final long seed;
    private int fallible;
    private @Nullable HelperCall failed;

    private FaultPlan(int failing, long seed) {
        this.failing = failing;
        this.seed = seed;
    }

    /** Nothing fails; what may is counted. */
    public static FaultPlan none() {
        return new FaultPlan(NONE, 0);
    }

    /**
     * One call fails.
     *
     * @param number of the call among those that may fail, from 0
     * @param seed decides how it fails, where there are several ways
     */
    public static FaultPlan failing(int number, long seed) {
        return new FaultPlan(number, seed);
    }

    /** How many calls there were so far that may fail. */
    public int fallible() {
        return fallible;
    }

    /** The call that failed, as text; empty if it has not happened. */
    public String failed() {
        return failed == null ? "" : failed.toString();
    }

    /** What a call is answered with; null if it does not fail. */
    @Nullable
    Long failure(HelperCall call) {
        List<Long> ways = Fallible.failures(call.name());
        if (ways.isEmpty()) {
            return null;
        }
        if (fallible++ != failing) {
            return null;
        }
        long way = ways.get((int) Long.remainderUnsigned(seed + failing, ways.size()));
        failed = call.answered(way);
        return way;
    }
}
