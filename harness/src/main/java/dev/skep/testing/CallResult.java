package dev.skep.testing;

/**
 * What a program of a system call made of its context.
 *
 * @param program its name
 * @param value what it returned
 * @param context the bytes of the context as it left them
 */
public record CallResult(String program, int value, byte[] context) {}
