/** One simulated machine: its configuration, its errno values, and what ties the rooms below together. */
@NullMarked
package dev.skep.kernel;

import org.jspecify.annotations.NullMarked;
