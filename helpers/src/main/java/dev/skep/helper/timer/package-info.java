/** Helpers on timers in map values. */
@NullMarked
package dev.skep.helper.timer;

import org.jspecify.annotations.NullMarked;
