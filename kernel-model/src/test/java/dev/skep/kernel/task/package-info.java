@NullMarked
package dev.skep.kernel.task;

import org.jspecify.annotations.NullMarked;
