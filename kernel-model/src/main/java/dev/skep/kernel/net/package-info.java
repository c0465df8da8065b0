/**
 * Networking: packets in simulated memory as XDP frames and socket buffers, devices, and {@code BPF_PROG_TEST_RUN} for
 * the programs that take packets.
 */
@NullMarked
package dev.skep.kernel.net;

import org.jspecify.annotations.NullMarked;
