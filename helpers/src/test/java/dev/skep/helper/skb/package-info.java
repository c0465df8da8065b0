@NullMarked
package dev.skep.helper.skb;

import org.jspecify.annotations.NullMarked;
