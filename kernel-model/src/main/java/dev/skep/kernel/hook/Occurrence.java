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
    private long sessionCookie;
    private Counter counter = Counter.NONE;
    private int answer;

    /**
     * The counter that fired, as {@code struct bpf_perf_event_value} has it.
     *
     * @param value what it had counted
     * @param enabledNs how long it was wanted
     * @param runningNs how long it really counted
     */
    public record Counter(long value, long enabledNs, long runningNs) {
        static final Counter NONE = new Counter(0, 0, 0);
    }

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

    /** A counter has overflowed, and says this. */
    Occurrence withCounter(Counter value) {
        counter = value;
        return this;
    }

    /** What the counter says that fired; zeros where none did. */
    public Counter counter() {
        return counter;
    }

    /** The next program is one of a session that has eight bytes at this address. */
    void withSessionCookie(long address) {
        sessionCookie = address;
    }

    /** Address of the eight bytes of the running program's session; 0 where it belongs to none. */
    public long sessionCookie() {
        return sessionCookie;
    }

    /** The next program is run through a link with this cookie. */
    void through(long linkCookie) {
        cookie = linkCookie;
    }

    /** The number that whoever attached the running program gave to it; 0 without any. */
    public long cookie() {
        return cookie;
    }

    /**
     * What the system call is going to return, as far as programs of control groups have decided: 0, or a negative
     * errno. Counterpart: {@code bpf_cg_run_ctx.retval}.
     */
    public int answer() {
        return answer;
    }

    /** The system call is going to return this. */
    public void answer(int value) {
        answer = value;
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
