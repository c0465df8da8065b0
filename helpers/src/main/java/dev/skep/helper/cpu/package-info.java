/** Helpers about the CPU that runs the program. */
@NullMarked
package dev.skep.helper.cpu;

import org.jspecify.annotations.NullMarked;
