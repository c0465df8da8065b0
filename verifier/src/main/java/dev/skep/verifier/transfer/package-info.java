/** What arithmetic and branches make of registers: numbers by {@code domain}, pointers here. */
@NullMarked
package dev.skep.verifier.transfer;

import org.jspecify.annotations.NullMarked;
