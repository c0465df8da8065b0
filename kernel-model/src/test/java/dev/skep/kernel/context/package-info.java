@NullMarked
package dev.skep.kernel.context;

import org.jspecify.annotations.NullMarked;
