/** Kfuncs on objects that programs allocate, and on the lists and trees that hold them. */
@NullMarked
package dev.skep.kfunc.object;

import org.jspecify.annotations.NullMarked;
