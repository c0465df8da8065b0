/** Benchmarks: how fast programs run, load, verify and replay. What they time is checked for its results first. */
@NullMarked
package dev.skep.bench;

import org.jspecify.annotations.NullMarked;
