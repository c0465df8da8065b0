@NullMarked
package dev.skep.kernel.program;

import org.jspecify.annotations.NullMarked;
