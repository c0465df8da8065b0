/** Helpers that print, probe memory and feed perf; the counterpart of {@code kernel/trace/bpf_trace.c}. */
@NullMarked
package dev.skep.helper.trace;

import org.jspecify.annotations.NullMarked;
