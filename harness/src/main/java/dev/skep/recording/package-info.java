/**
 * Recordings of events: perf.data as {@code perf record} writes it, JSON lines as people edit them, and the text of
 * {@code perf script}. All of them are read as the same events, in the order of their times.
 */
@NullMarked
package dev.skep.recording;

import org.jspecify.annotations.NullMarked;
