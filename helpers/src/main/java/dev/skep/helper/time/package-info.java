/** Helpers that read the simulated clock. */
@NullMarked
package dev.skep.helper.time;

import org.jspecify.annotations.NullMarked;
