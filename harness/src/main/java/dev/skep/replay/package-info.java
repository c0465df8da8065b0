/** Recorded events that happen again: in a kernel whose tasks, clock and CPUs follow the recording. */
@NullMarked
package dev.skep.replay;

import org.jspecify.annotations.NullMarked;
