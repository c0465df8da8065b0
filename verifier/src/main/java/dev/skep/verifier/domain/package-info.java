/**
 * What the verifier knows about a number: which bits ({@link dev.skep.verifier.domain.Tnum}), which ranges
 * ({@link dev.skep.verifier.domain.Scalar}), what operators and branches do to that knowledge. Nothing here knows
 * registers, programs or states; the concrete meaning of the operators stands in {@link dev.skep.isa}.
 */
@NullMarked
package dev.skep.verifier.domain;

import org.jspecify.annotations.NullMarked;
