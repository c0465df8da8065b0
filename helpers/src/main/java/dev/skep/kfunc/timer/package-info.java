/** Kfuncs that run a part of the program later. */
@NullMarked
package dev.skep.kfunc.timer;

import org.jspecify.annotations.NullMarked;
