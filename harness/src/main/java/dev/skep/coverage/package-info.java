/** Which lines and branches of their C source programs have executed, without changing the programs. */
@NullMarked
package dev.skep.coverage;

import org.jspecify.annotations.NullMarked;
