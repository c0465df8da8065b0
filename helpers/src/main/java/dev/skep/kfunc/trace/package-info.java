/** Kfuncs for tracing programs. */
@NullMarked
package dev.skep.kfunc.trace;

import org.jspecify.annotations.NullMarked;
