@NullMarked
package dev.skep.verifier;

import org.jspecify.annotations.NullMarked;
