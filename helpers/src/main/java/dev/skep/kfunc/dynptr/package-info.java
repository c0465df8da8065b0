/** Kfuncs on dynptrs. */
@NullMarked
package dev.skep.kfunc.dynptr;

import org.jspecify.annotations.NullMarked;
