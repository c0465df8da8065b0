/** Helpers on ring buffers; the counterpart of {@code kernel/bpf/ringbuf.c}. */
@NullMarked
package dev.skep.helper.ring;

import org.jspecify.annotations.NullMarked;
