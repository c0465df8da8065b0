@NullMarked
package dev.skep.isa.classic;

import org.jspecify.annotations.NullMarked;
