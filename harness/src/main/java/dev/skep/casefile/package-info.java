/**
 * Tests of BPF programs that are written down in files: read, run in a simulated kernel or in the one of this machine,
 * judged. {@code CASES.md} says what may stand in such a file.
 */
@NullMarked
package dev.skep.casefile;

import org.jspecify.annotations.NullMarked;
