package dev.skep.packet;

/**
 * One captured frame.
 *
 * @param number position in its capture, counted from 1 as packet tools do
 * @param timestampNs time of capture in nanoseconds since 1970-01-01T00:00Z
 * @param originalLength bytes on the wire; more than {@code data} holds when the capture was cut to a snap length
 * @param data the captured bytes, from the link layer on; not copied, so not to be written to
 */
public record Frame(long number, long timestampNs, int originalLength, byte[] data) {}
