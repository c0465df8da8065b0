/** Kfuncs that end the program. */
@NullMarked
package dev.skep.kfunc.exception;

import org.jspecify.annotations.NullMarked;
