/**
 * How fast a program runs: interpreted, compiled, and by the just-in-time compiler of the kernel that this machine runs
 * on, side by side.
 */
@NullMarked
package dev.skep.speed;

import org.jspecify.annotations.NullMarked;
