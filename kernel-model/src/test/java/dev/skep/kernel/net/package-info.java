@NullMarked
package dev.skep.kernel.net;

import org.jspecify.annotations.NullMarked;
