@NullMarked
package dev.skep.recording.zstd;

import org.jspecify.annotations.NullMarked;
