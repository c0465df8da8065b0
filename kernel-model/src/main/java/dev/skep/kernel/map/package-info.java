/** The maps: one class for each type, and the table of types. */
@NullMarked
package dev.skep.kernel.map;

import org.jspecify.annotations.NullMarked;
