/** Tests of the room of the same name. */
@NullMarked
package dev.skep.helper.trace;

import org.jspecify.annotations.NullMarked;
