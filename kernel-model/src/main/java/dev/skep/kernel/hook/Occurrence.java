package dev.skep.kernel.hook;

import java.util.OptionalLong;

/**
 * Something that happens at a hook: a function that is called or returns, a tracepoint that is passed, a sample that is
 * taken. It lasts from the first program that it runs to the last.
 */
public final class Occurrence {
    private static final long[] NOTHING = {};

    private long functionAddress;
    private long[] arguments = NOTHING;
    private OptionalLong returnValue = OptionalLong.empty();
    private OptionalLong overridden = OptionalLong.empty();
    private long[] kernelStack = NOTHING;
    private long[] userStack = NOTHING;
    private long cookie;

    /** Nothing but that it happened. */
    public Occurrence() {}

    /** A function of the kernel is called, with these values in its argument registers. */
    public static Occurrence called(long functionAddress, long... arguments) {
        Occurrence call = new Occurrence();
        call.functionAddress = functionAddress;
        call.arguments = arguments.clone();
        return call;
    }

    /** The function now returns this; whatever the call's programs overrode is forgotten. */
    public Occurrence returning(long value) {
        returnValue = OptionalLong.of(value);
        overridden = OptionalLong.empty();
        return this;
    }

    /** Where the CPU came from, innermost first: addresses of kernel code and of the task's own code. */
    public Occurrence withStacks(long[] kernel, long[] user) {
        kernelStack = kernel.clone();
        userStack = user.clone();
        return this;
    }

    /** The next program is run through a link with this cookie. */
    void through(long linkCookie) {
        cookie = linkCookie;
    }

    /** The number that whoever attached the running program gave to it; 0 without any. */
    public long cookie() {
        return cookie;
    }

    /** Address of the function at which this happens; 0 where it happens at none. */
    public long functionAddress() {
        return functionAddress;
    }

    public int argumentCount() {
        return arguments.length;
    }

    /** The n-th argument, from 0. */
    public long argument(int n) {
        return arguments[n];
    }

    /** What the function returns; empty while it is only called. */
    public OptionalLong returnValue() {
        return returnValue;
    }

    /** {@code bpf_override_return}: the function returns this, and its body does not run. */
    public void overrideReturn(long value) {
        overridden = OptionalLong.of(value);
    }

    /** What a program made the function return. */
    public OptionalLong overridden() {
        return overridden;
    }

    public long[] kernelStack() {
        return kernelStack.clone();
    }

    public long[] userStack() {
        return userStack.clone();
    }
}
