@NullMarked
package dev.skep.packet.layer;

import org.jspecify.annotations.NullMarked;
