@NullMarked
package dev.skep.kernel.hook;

import org.jspecify.annotations.NullMarked;
