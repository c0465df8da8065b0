@NullMarked
package dev.skep.junit;

import org.jspecify.annotations.NullMarked;
