/** Helpers about the task that runs. */
@NullMarked
package dev.skep.helper.task;

import org.jspecify.annotations.NullMarked;
