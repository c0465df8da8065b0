/**
 * Objects that programs own: those that they allocate themselves, with the lists and trees that link them, and the
 * kernel's own that they hold references to.
 */
@NullMarked
package dev.skep.kernel.object;

import org.jspecify.annotations.NullMarked;
