@NullMarked
package dev.skep.helper.sock;

import org.jspecify.annotations.NullMarked;
