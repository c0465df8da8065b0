/** Helpers of lightweight tunnels. */
@NullMarked
package dev.skep.helper.lwt;

import org.jspecify.annotations.NullMarked;
