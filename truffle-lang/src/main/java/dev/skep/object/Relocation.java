package dev.skep.object;

/**
 * An instruction that is finished when the object is linked. The slot counts from the start of the function.
 * Counterpart: {@code struct reloc_desc}.
 */
public sealed interface Relocation {
    /** The instruction, in slots from the start of the function. */
    int slot();

    /** The descriptor of a map; the number is its place in {@link ObjectSpec#maps}. */
    record MapDescriptor(int slot, int map) implements Relocation {}

    /** The address of a variable: a map of one value, and where in it. */
    record MapData(int slot, int map, int offset) implements Relocation {}

    /** A call of a function; the number is its place in {@link ObjectSpec#functions}. */
    record Call(int slot, int function) implements Relocation {}

    /** The address of a function, for a callback. */
    record FunctionAddress(int slot, int function) implements Relocation {}

    /** The address or value of what the kernel defines; the number is its place in {@link ObjectSpec#externs}. */
    record ExternAddress(int slot, int extern) implements Relocation {}

    /** A call of a kernel function. */
    record ExternCall(int slot, int extern) implements Relocation {}

    /**
     * What cannot be linked. The object is readable all the same: other programs in it may do without.
     *
     * @param found what the instruction refers to
     * @param expected what it may refer to
     */
    record Unresolved(int slot, String found, String expected) implements Relocation {}
}
