/**
 * What the verifier knows at one point of one path: registers, stack slots, frames, references held, and the way it
 * came. Registers and slots are immutable values, so that a copy of a state is a copy of a few arrays of pointers.
 */
@NullMarked
package dev.skep.verifier.state;

import org.jspecify.annotations.NullMarked;
