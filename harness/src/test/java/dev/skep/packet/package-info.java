@NullMarked
package dev.skep.packet;

import org.jspecify.annotations.NullMarked;
