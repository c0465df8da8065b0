/** What the machine says about itself: the trace pipe. */
@NullMarked
package dev.skep.kernel.trace;

import org.jspecify.annotations.NullMarked;
