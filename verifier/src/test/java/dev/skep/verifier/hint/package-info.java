@NullMarked
package dev.skep.verifier.hint;

import org.jspecify.annotations.NullMarked;
