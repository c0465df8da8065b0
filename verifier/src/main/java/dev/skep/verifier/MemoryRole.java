package dev.skep.verifier;

/** What the memory operand of an instruction is on every path, where that decides how the access is carried out. */
public enum MemoryRole {
    /** No memory operand, or one in plain memory: stack, packet, map value, what a helper gave. */
    PLAIN,
    /** A field of the context: its offset there is not its place in memory. */
    CONTEXT,
    /** A field of a socket as programs see it ({@code struct bpf_sock} and its like), which is a view as well. */
    SOCKET,
    /** A load from a kernel object that may be gone or was never there: a fault gives 0, {@code BPF_PROBE_MEM}. */
    FAULT_TOLERANT,
    /** An address of an arena. */
    ARENA
}
