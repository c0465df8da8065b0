/** Kfuncs on sets of CPUs. */
@NullMarked
package dev.skep.kfunc.cpumask;

import org.jspecify.annotations.NullMarked;
