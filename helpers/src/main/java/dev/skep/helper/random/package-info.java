/** Helpers that draw random numbers. */
@NullMarked
package dev.skep.helper.random;

import org.jspecify.annotations.NullMarked;
