/** The polyglot language {@code bpf}, and the engine through which Java code runs programs of it. */
@NullMarked
package dev.skep.language;

import org.jspecify.annotations.NullMarked;
