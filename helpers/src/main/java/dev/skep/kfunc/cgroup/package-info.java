/** Kfuncs on control groups. */
@NullMarked
package dev.skep.kfunc.cgroup;

import org.jspecify.annotations.NullMarked;
