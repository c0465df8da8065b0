@NullMarked
package dev.skep.bench;

import org.jspecify.annotations.NullMarked;
