/** Helpers on dynptrs: memory whose bounds are checked when the program runs. */
@NullMarked
package dev.skep.helper.dynptr;

import org.jspecify.annotations.NullMarked;
