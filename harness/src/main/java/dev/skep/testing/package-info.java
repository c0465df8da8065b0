/**
 * What a test touches: an object in a kernel, its programs to run, its maps and variables by their types. The kernel is
 * a simulated one, or that of the machine.
 */
@NullMarked
package dev.skep.testing;

import org.jspecify.annotations.NullMarked;
