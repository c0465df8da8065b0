/** Helpers of security modules written in BPF. */
@NullMarked
package dev.skep.helper.lsm;

import org.jspecify.annotations.NullMarked;
