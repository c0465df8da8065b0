@NullMarked
package dev.skep.coverage;

import org.jspecify.annotations.NullMarked;
