/** Helpers of infrared decoders. */
@NullMarked
package dev.skep.helper.lirc;

import org.jspecify.annotations.NullMarked;
