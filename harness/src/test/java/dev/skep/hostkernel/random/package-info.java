/**
 * Random programs, for the verifier here and the one of the host's kernel to judge. Most are sensible: what they access
 * is checked beforehand, so that about half of them are accepted, and their constants stand at the edges of ranges.
 */
@NullMarked
package dev.skep.hostkernel.random;

import org.jspecify.annotations.NullMarked;
