/** The simulated kernel's memory: one flat region, its one checked translation, its allocator, its faults. */
@NullMarked
package dev.skep.kernel.memory;

import org.jspecify.annotations.NullMarked;
