/** Helpers on maps and on the kptrs in their values. */
@NullMarked
package dev.skep.helper.map;

import org.jspecify.annotations.NullMarked;
