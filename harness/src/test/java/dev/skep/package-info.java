@NullMarked
package dev.skep;

import org.jspecify.annotations.NullMarked;
