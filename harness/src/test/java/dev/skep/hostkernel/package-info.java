@NullMarked
package dev.skep.hostkernel;

import org.jspecify.annotations.NullMarked;
