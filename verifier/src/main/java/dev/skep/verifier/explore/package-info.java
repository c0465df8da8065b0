/**
 * The walk over all paths: which instruction is next, which states were seen before, what of them must be remembered
 * precisely. The counterpart of {@code do_check()} and {@code is_state_visited()}.
 */
@NullMarked
package dev.skep.verifier.explore;

import org.jspecify.annotations.NullMarked;
