package dev.skep.verifier.structure;

/** What calling a helper or a kernel function does to the flow of the program. */
public enum CallEffect {
    /** It leaves nothing in r0. */
    RETURNS_NOTHING,
    /** Only sleepable programs may call it. */
    MIGHT_SLEEP,
    /** Pointers into the packet are worth nothing after it. */
    CHANGES_PACKET,
    /** It calls a function of the program, any number of times, before it returns. */
    CALLS_BACK,
    /** It has a function of the program called later: by a timer, by a work queue. */
    CALLS_BACK_LATER,
    /** It is the {@code next} of an iterator. */
    STEPS_ITERATOR,
    /** It ends the program with an exception. */
    THROWS,
    /**
     * It keeps the registers that it has no parameter for ({@code bpf_fastcall}), since a few instructions take the
     * place of the call: saving registers around it is idle.
     */
    INLINED
}
