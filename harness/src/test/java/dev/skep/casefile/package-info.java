@NullMarked
package dev.skep.casefile;

import org.jspecify.annotations.NullMarked;
