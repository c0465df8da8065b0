/** Kfuncs for cryptography and keys. */
@NullMarked
package dev.skep.kfunc.crypto;

import org.jspecify.annotations.NullMarked;
