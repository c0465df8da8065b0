package dev.skep.helper;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * The body of a helper or kfunc, ready to be called: one functional interface for each number of arguments and position
 * of the map among them, so that a call passes exactly what the method takes and boxes nothing.
 *
 * <p>The engine calls {@link #call} with all five argument registers; where {@link #mapPosition()} is not
 * {@link MapPosition#NONE} it has resolved that register to the map already, since it can remember which map a call
 * site passes.
 */
public sealed interface HelperBody {
    /** Which argument is a map. */
    enum MapPosition {
        NONE,
        FIRST,
        SECOND
    }

    MapPosition mapPosition();

    /**
     * Runs the body.
     *
     * @param map the map in the register that {@link #mapPosition()} names; {@code null} when it names none
     * @return what the program finds in R0
     */
    long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5);

    /** No arguments. */
    @FunctionalInterface
    non-sealed interface Plain0 extends HelperBody {
        long run(Invocation in);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in);
        }
    }

    /** 1 argument. */
    @FunctionalInterface
    non-sealed interface Plain1 extends HelperBody {
        long run(Invocation in, long r1);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1);
        }
    }

    /** 2 arguments. */
    @FunctionalInterface
    non-sealed interface Plain2 extends HelperBody {
        long run(Invocation in, long r1, long r2);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, r2);
        }
    }

    /** 3 arguments. */
    @FunctionalInterface
    non-sealed interface Plain3 extends HelperBody {
        long run(Invocation in, long r1, long r2, long r3);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, r2, r3);
        }
    }

    /** 4 arguments. */
    @FunctionalInterface
    non-sealed interface Plain4 extends HelperBody {
        long run(Invocation in, long r1, long r2, long r3, long r4);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, r2, r3, r4);
        }
    }

    /** 5 arguments. */
    @FunctionalInterface
    non-sealed interface Plain5 extends HelperBody {
        long run(Invocation in, long r1, long r2, long r3, long r4, long r5);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.NONE;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, r2, r3, r4, r5);
        }
    }

    /** 1 argument, a map as the first. */
    @FunctionalInterface
    non-sealed interface MapFirst1 extends HelperBody {
        long run(Invocation in, BpfMap map);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.FIRST;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, required(map));
        }
    }

    /** 2 arguments, a map as the first. */
    @FunctionalInterface
    non-sealed interface MapFirst2 extends HelperBody {
        long run(Invocation in, BpfMap map, long r2);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.FIRST;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, required(map), r2);
        }
    }

    /** 3 arguments, a map as the first. */
    @FunctionalInterface
    non-sealed interface MapFirst3 extends HelperBody {
        long run(Invocation in, BpfMap map, long r2, long r3);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.FIRST;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, required(map), r2, r3);
        }
    }

    /** 4 arguments, a map as the first. */
    @FunctionalInterface
    non-sealed interface MapFirst4 extends HelperBody {
        long run(Invocation in, BpfMap map, long r2, long r3, long r4);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.FIRST;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, required(map), r2, r3, r4);
        }
    }

    /** 5 arguments, a map as the first. */
    @FunctionalInterface
    non-sealed interface MapFirst5 extends HelperBody {
        long run(Invocation in, BpfMap map, long r2, long r3, long r4, long r5);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.FIRST;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, required(map), r2, r3, r4, r5);
        }
    }

    /** 2 arguments, a map as the second. */
    @FunctionalInterface
    non-sealed interface MapSecond2 extends HelperBody {
        long run(Invocation in, long r1, BpfMap map);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.SECOND;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, required(map));
        }
    }

    /** 3 arguments, a map as the second. */
    @FunctionalInterface
    non-sealed interface MapSecond3 extends HelperBody {
        long run(Invocation in, long r1, BpfMap map, long r3);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.SECOND;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, required(map), r3);
        }
    }

    /** 4 arguments, a map as the second. */
    @FunctionalInterface
    non-sealed interface MapSecond4 extends HelperBody {
        long run(Invocation in, long r1, BpfMap map, long r3, long r4);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.SECOND;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, required(map), r3, r4);
        }
    }

    /** 5 arguments, a map as the second. */
    @FunctionalInterface
    non-sealed interface MapSecond5 extends HelperBody {
        long run(Invocation in, long r1, BpfMap map, long r3, long r4, long r5);

        @Override
        default MapPosition mapPosition() {
            return MapPosition.SECOND;
        }

        @Override
        default long call(Invocation in, @Nullable BpfMap map, long r1, long r2, long r3, long r4, long r5) {
            return run(in, r1, required(map), r3, r4, r5);
        }
    }

    private static BpfMap required(@Nullable BpfMap map) {
        if (map == null) {
            throw new IllegalArgumentException("the helper takes a map, and the caller has resolved none");
        }
        return map;
    }
}
