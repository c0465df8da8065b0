/** Kfuncs on files. */
@NullMarked
package dev.skep.kfunc.file;

import org.jspecify.annotations.NullMarked;
