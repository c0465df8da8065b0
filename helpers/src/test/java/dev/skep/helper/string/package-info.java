/** Tests of the room of the same name. */
@NullMarked
package dev.skep.helper.string;

import org.jspecify.annotations.NullMarked;
