/** Helpers on strings. */
@NullMarked
package dev.skep.helper.string;

import org.jspecify.annotations.NullMarked;
