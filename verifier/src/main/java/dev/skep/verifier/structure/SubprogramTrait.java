package dev.skep.verifier.structure;

/** What is special about a function of a program. */
public enum SubprogramTrait {
    /** It calls {@code bpf_tail_call}. */
    TAIL_CALL,
    /** It has a legacy load from the packet, which may end the program. */
    PACKET_LOAD,
    /** It runs when the program throws. */
    EXCEPTION_CALLBACK,
    /** It, or what it calls, moves the packet. */
    CHANGES_PACKET,
    /** It, or what it calls, calls what only sleepable programs may. */
    MIGHT_SLEEP
}
