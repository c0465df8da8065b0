package dev.skep.kernel.map;

/** What {@code bpf_for_each_map_elem} calls for each element. */
@FunctionalInterface
public interface ElementVisitor {
    /** Sees the addresses of a key and its value; anything other than 0 ends the walk. */
    long visit(long keyAddress, long valueAddress);
}
