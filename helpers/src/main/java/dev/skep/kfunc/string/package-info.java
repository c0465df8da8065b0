/** Kfuncs on strings. */
@NullMarked
package dev.skep.kfunc.string;

import org.jspecify.annotations.NullMarked;
