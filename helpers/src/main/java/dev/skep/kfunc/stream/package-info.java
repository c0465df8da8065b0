/** Kfuncs that write to the program's own output. */
@NullMarked
package dev.skep.kfunc.stream;

import org.jspecify.annotations.NullMarked;
