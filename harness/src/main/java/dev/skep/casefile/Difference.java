package dev.skep.casefile;

/**
 * Two kernels that do not say the same.
 *
 * @param what it is about
 */
public record Difference(String what, String simulated, String host) {}
