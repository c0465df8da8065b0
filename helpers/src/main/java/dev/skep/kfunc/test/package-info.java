/** Kfuncs that are in the kernel to test with. */
@NullMarked
package dev.skep.kfunc.test;

import org.jspecify.annotations.NullMarked;
