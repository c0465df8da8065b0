/**
 * The kernel of the machine as a witness: {@code bpf(2)} through the Foreign Function API, without native code of our
 * own. It creates maps, loads types and programs, runs {@code BPF_PROG_TEST_RUN} and reads back what became of the
 * maps. It attaches nothing and pins nothing: commands that would are not among those that it knows.
 */
@NullMarked
package dev.skep.hostkernel;

import org.jspecify.annotations.NullMarked;
