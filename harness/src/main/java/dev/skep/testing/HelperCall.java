package dev.skep.testing;

import dev.skep.kernel.Errno;
import dev.skep.nodes.CalledFunction;
import dev.skep.nodes.CalledFunction.Trait;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A call of a helper or kfunc by a program.
 *
 * @param program that ran
 * @param function what was called
 * @param map the map among the arguments; empty if there is none
 * @param arguments what was in the registers, addresses as numbers
 * @param result what was in r0 afterwards; 0 before there is an answer
 */
public record HelperCall(String program, CalledFunction function, String map, List<Long> arguments, long result) {
    private static final int LARGEST_ERRNO = 4095;

    public HelperCall {
        arguments = List.copyOf(arguments);
    }

    /** Name of the function, as in C. */
    public String name() {
        return function.name();
    }

    /** An argument, counted from 1 as the registers are. */
    public long argument(int register) {
        return arguments.get(register - 1);
    }

    /**
     * Whether it failed: a negative number, or no memory where some was asked for. A lookup that finds nothing did not.
     */
    public boolean failed() {
        return function.traits().contains(Trait.NUMBER) ? errno() != null : result == 0 && Fallible.allocates(name());
    }

    private @Nullable Errno errno() {
        // Helpers give 64 bits, kernel functions whose result is an int leave the upper half clear.
        long number = result >>> Integer.SIZE == 0 ? (int) result : result;
        return number < 0 && number >= -LARGEST_ERRNO ? Errno.of(number) : null;
    }

    HelperCall answered(long value) {
        return new HelperCall(program, function, map, arguments, value);
    }

    @Override
    public String toString() {
        Errno errno = function.traits().contains(Trait.NUMBER) ? errno() : null;
        return program + ": " + name()
                + arguments.stream()
                        .map(argument -> "0x" + Long.toHexString(argument))
                        .collect(Collectors.joining(", ", "(", ")"))
                + (map.isEmpty() ? "" : " on map " + map)
                + " = " + (errno == null ? Long.toString(result) : "-" + errno);
    }
}
