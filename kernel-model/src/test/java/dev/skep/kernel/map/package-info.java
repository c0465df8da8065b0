@NullMarked
package dev.skep.kernel.map;

import org.jspecify.annotations.NullMarked;
