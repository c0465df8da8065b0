/** The simulated clock and what fires as it moves. */
@NullMarked
package dev.skep.kernel.time;

import org.jspecify.annotations.NullMarked;
