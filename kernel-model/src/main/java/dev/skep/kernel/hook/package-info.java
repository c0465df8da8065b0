/** Where programs attach and what happens there: hooks, links, and occurrences that run the programs. */
@NullMarked
package dev.skep.kernel.hook;

import org.jspecify.annotations.NullMarked;
