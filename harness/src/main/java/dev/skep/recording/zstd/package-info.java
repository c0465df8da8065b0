/**
 * Decompression of zstd streams (RFC 8878) as they come, piece by piece, in plain Java. A recorder flushes its stream
 * after each record and never ends it; whoever reads must get all that was flushed at once.
 */
@NullMarked
package dev.skep.recording.zstd;

import org.jspecify.annotations.NullMarked;
