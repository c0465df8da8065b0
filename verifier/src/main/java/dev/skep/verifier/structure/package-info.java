/**
 * What can be said about a program before any path of it is walked: are its slots instructions, where do its functions
 * begin, can every instruction be reached, which registers does anybody still look at. The counterpart of what
 * {@code bpf_check()} does before {@code do_check_main()}, and, for the stacks of nested calls, right after it.
 *
 * <p>{@link dev.skep.verifier.structure.StructureCheck} goes through the checks in the kernel's order;
 * {@link dev.skep.verifier.structure.ProgramStructure} is what comes out.
 */
@NullMarked
package dev.skep.verifier.structure;

import org.jspecify.annotations.NullMarked;
