/** What an instruction, a helper or a kfunc may do with what its operands are, in the kernel's order and words. */
@NullMarked
package dev.skep.verifier.check;

import org.jspecify.annotations.NullMarked;
