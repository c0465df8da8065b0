package dev.skep.verifier.explore;

import dev.skep.verifier.state.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a global function says about one of its arguments; {@code struct bpf_subprog_arg_info}.
 *
 * @param flags of {@link dev.skep.verifier.state.RegisterType}
 * @param size of memory
 */
public record ArgumentDeclaration(
        Kind kind, int flags, int size, @Nullable StructType target) {
    /** What is passed. */
    public enum Kind {
        ANYTHING,
        CTX,
        MEM,
        ARENA,
        DYNPTR,
        BTF_ID
    }
}
