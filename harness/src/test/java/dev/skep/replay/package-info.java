@NullMarked
package dev.skep.replay;

import org.jspecify.annotations.NullMarked;
