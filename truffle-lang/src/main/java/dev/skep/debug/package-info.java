/** What a person sees of a running program: its source lines, its registers, and what was wrong when it was stopped. */
@NullMarked
package dev.skep.debug;

import org.jspecify.annotations.NullMarked;
