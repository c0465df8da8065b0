package dev.skep.testing;

/** Where a program sends a packet. */
public sealed interface Redirection {
    /** To a device, by its number. */
    record ToDevice(int ifindex) implements Redirection {}

    /** To an entry of a redirect map. */
    record ToMap(String map, int key) implements Redirection {}
}
