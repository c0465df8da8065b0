@NullMarked
package dev.skep.veristat;

import org.jspecify.annotations.NullMarked;
