/** Helpers on locks. */
@NullMarked
package dev.skep.helper.lock;

import org.jspecify.annotations.NullMarked;
