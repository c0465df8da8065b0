@NullMarked
package dev.skep.helper.xdp;

import org.jspecify.annotations.NullMarked;
