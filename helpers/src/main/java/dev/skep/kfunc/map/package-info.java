/** Kfuncs on maps. */
@NullMarked
package dev.skep.kfunc.map;

import org.jspecify.annotations.NullMarked;
