/** Open-coded iterators. */
@NullMarked
package dev.skep.kfunc.iter;

import org.jspecify.annotations.NullMarked;
