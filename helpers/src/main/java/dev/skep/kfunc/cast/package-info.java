/** Kfuncs that change what the verifier makes of a pointer. */
@NullMarked
package dev.skep.kfunc.cast;

import org.jspecify.annotations.NullMarked;
