/** Helpers about control groups. */
@NullMarked
package dev.skep.helper.cgroup;

import org.jspecify.annotations.NullMarked;
