/** Helpers that run a part of the program several times, or another program. */
@NullMarked
package dev.skep.helper.loop;

import org.jspecify.annotations.NullMarked;
