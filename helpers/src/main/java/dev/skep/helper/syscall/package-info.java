/** Helpers of programs that make system calls. */
@NullMarked
package dev.skep.helper.syscall;

import org.jspecify.annotations.NullMarked;
