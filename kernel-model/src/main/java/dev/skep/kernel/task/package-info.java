/** Who runs on the machine: the current task of each CPU, as far as programs can ask about it. */
@NullMarked
package dev.skep.kernel.task;

import org.jspecify.annotations.NullMarked;
