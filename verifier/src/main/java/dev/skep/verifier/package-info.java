/**
 * What Linux 6.18 says about a program: {@link dev.skep.verifier.Verifier} accepts or rejects it, in the kernel's
 * words. The counterpart of {@code bpf_check()}.
 */
@NullMarked
package dev.skep.verifier;

import org.jspecify.annotations.NullMarked;
