@NullMarked
package dev.skep.recording;

import org.jspecify.annotations.NullMarked;
