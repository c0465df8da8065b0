@NullMarked
package dev.skep.session;

import org.jspecify.annotations.NullMarked;
