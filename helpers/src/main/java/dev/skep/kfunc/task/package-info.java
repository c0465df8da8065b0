/** Kfuncs on tasks. */
@NullMarked
package dev.skep.kfunc.task;

import org.jspecify.annotations.NullMarked;
