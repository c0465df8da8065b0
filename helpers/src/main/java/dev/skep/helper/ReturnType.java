package dev.skep.helper;

import static dev.skep.helper.ReturnFlag.MEM_RINGBUF;
import static dev.skep.helper.ReturnFlag.PTR_MAYBE_NULL;
import static dev.skep.helper.ReturnFlag.PTR_TRUSTED;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a helper leaves in R0; the kernel's {@code enum bpf_return_type} without the {@code RET_} prefix. As with
 * {@link ArgumentType}, the lower names are a base type with flags.
 */
public enum ReturnType {
    INTEGER,
    VOID,
    /** A value of the map that was the first argument. */
    PTR_TO_MAP_VALUE,
    PTR_TO_SOCKET,
    PTR_TO_TCP_SOCK,
    PTR_TO_SOCK_COMMON,
    PTR_TO_MEM,
    /** Memory for a per-CPU variable of scalar type, a BTF pointer for one of struct type. */
    PTR_TO_MEM_OR_BTF_ID,
    PTR_TO_BTF_ID,

    PTR_TO_MAP_VALUE_OR_NULL(PTR_TO_MAP_VALUE, PTR_MAYBE_NULL),
    PTR_TO_SOCKET_OR_NULL(PTR_TO_SOCKET, PTR_MAYBE_NULL),
    PTR_TO_TCP_SOCK_OR_NULL(PTR_TO_TCP_SOCK, PTR_MAYBE_NULL),
    PTR_TO_SOCK_COMMON_OR_NULL(PTR_TO_SOCK_COMMON, PTR_MAYBE_NULL),
    PTR_TO_RINGBUF_MEM_OR_NULL(PTR_TO_MEM, PTR_MAYBE_NULL, MEM_RINGBUF),
    PTR_TO_DYNPTR_MEM_OR_NULL(PTR_TO_MEM, PTR_MAYBE_NULL),
    PTR_TO_BTF_ID_OR_NULL(PTR_TO_BTF_ID, PTR_MAYBE_NULL),
    PTR_TO_BTF_ID_TRUSTED(PTR_TO_BTF_ID, PTR_TRUSTED);

    private final @Nullable ReturnType base;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<ReturnFlag> flags;

    ReturnType() {
        this.base = null;
        this.flags = Set.of();
    }

    ReturnType(ReturnType base, ReturnFlag first, ReturnFlag... rest) {
        this.base = base;
        this.flags = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** The type without flags; a base type is its own. */
    public ReturnType base() {
        return base == null ? this : base;
    }

    /** The flags that this name implies; empty for a base type. */
    public Set<ReturnFlag> flags() {
        return flags;
    }
}
