@NullMarked
package dev.skep.speed;

import org.jspecify.annotations.NullMarked;
