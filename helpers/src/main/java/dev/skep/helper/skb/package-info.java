/** Helpers on socket buffers; the counterpart of {@code net/core/filter.c}. */
@NullMarked
package dev.skep.helper.skb;

import org.jspecify.annotations.NullMarked;
