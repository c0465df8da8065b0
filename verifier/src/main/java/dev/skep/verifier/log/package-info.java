/** The verifier's log, byte for byte as the kernel writes it: what it says, and how states look in it. */
@NullMarked
package dev.skep.verifier.log;

import org.jspecify.annotations.NullMarked;
