package dev.skep.helper;

import static dev.skep.helper.ArgumentFlag.MEM_ALIGNED;
import static dev.skep.helper.ArgumentFlag.MEM_FIXED_SIZE;
import static dev.skep.helper.ArgumentFlag.MEM_RDONLY;
import static dev.skep.helper.ArgumentFlag.MEM_UNINIT;
import static dev.skep.helper.ArgumentFlag.MEM_WRITE;
import static dev.skep.helper.ArgumentFlag.PTR_MAYBE_NULL;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a helper's argument must be; the kernel's {@code enum bpf_arg_type} without the {@code ARG_} prefix.
 *
 * <p>Below the base types stand names for a base type with flags, first the kernel's own. {@link #base()} and
 * {@link #flags()} take them apart, so that nobody downstream has to know them.
 */
public enum ArgumentType {
    /** The argument is not looked at by the verifier (the variadic part of {@code bpf_trace_printk}). */
    DONTCARE,
    /** A map, known when the program is verified. */
    CONST_MAP_PTR,
    /** A key of the map that came before, {@code key_size} bytes. */
    PTR_TO_MAP_KEY,
    /** A value of the map that came before, {@code value_size} bytes. */
    PTR_TO_MAP_VALUE,
    /** Memory whose size is the next argument. */
    PTR_TO_MEM,
    /** Memory of an arena. */
    PTR_TO_ARENA,
    /** Bytes of the memory before; not 0. */
    CONST_SIZE,
    /** Bytes of the memory before; may be 0. */
    CONST_SIZE_OR_ZERO,
    /** The program's context. */
    PTR_TO_CTX,
    /** Any initialised value. */
    ANYTHING,
    /** A {@code bpf_spin_lock} or {@code bpf_res_spin_lock} in a map value or an allocated object. */
    PTR_TO_SPIN_LOCK,
    PTR_TO_SOCK_COMMON,
    PTR_TO_SOCKET,
    /** A kernel struct; which one stands in {@link HelperPrototype.Argument#btf()}. */
    PTR_TO_BTF_ID,
    /** The start of a ring buffer reservation. */
    PTR_TO_RINGBUF_MEM,
    /** Bytes to allocate, a constant. */
    CONST_ALLOC_SIZE_OR_ZERO,
    /** A {@code sock_common} of the kernel, or its mirror {@code bpf_sock}. */
    PTR_TO_BTF_ID_SOCK_COMMON,
    /** A per-CPU variable or object. */
    PTR_TO_PERCPU_BTF_ID,
    /** A callback of the program. */
    PTR_TO_FUNC,
    PTR_TO_STACK,
    /** A string in a read-only map that ends in NUL. */
    PTR_TO_CONST_STR,
    /** A {@code bpf_timer} in a map value. */
    PTR_TO_TIMER,
    /** A kptr field of a map value or of an allocated object. */
    KPTR_XCHG_DEST,
    PTR_TO_DYNPTR,

    PTR_TO_MAP_VALUE_OR_NULL(PTR_TO_MAP_VALUE, PTR_MAYBE_NULL),
    PTR_TO_MEM_OR_NULL(PTR_TO_MEM, PTR_MAYBE_NULL),
    PTR_TO_CTX_OR_NULL(PTR_TO_CTX, PTR_MAYBE_NULL),
    PTR_TO_SOCKET_OR_NULL(PTR_TO_SOCKET, PTR_MAYBE_NULL),
    PTR_TO_STACK_OR_NULL(PTR_TO_STACK, PTR_MAYBE_NULL),
    PTR_TO_BTF_ID_OR_NULL(PTR_TO_BTF_ID, PTR_MAYBE_NULL),
    PTR_TO_UNINIT_MEM(PTR_TO_MEM, MEM_UNINIT, MEM_WRITE),
    PTR_TO_FIXED_SIZE_MEM(PTR_TO_MEM, MEM_FIXED_SIZE),

    /** Short for {@code PTR_TO_MEM | MEM_RDONLY}. */
    PTR_TO_RDONLY_MEM(PTR_TO_MEM, MEM_RDONLY),
    /** Short for {@code PTR_TO_MEM | PTR_MAYBE_NULL | MEM_RDONLY}. */
    PTR_TO_RDONLY_MEM_OR_NULL(PTR_TO_MEM, PTR_MAYBE_NULL, MEM_RDONLY),
    /** Short for {@code PTR_TO_MEM | MEM_WRITE}: read and written. */
    PTR_TO_WRITABLE_MEM(PTR_TO_MEM, MEM_WRITE),
    /** Short for {@code PTR_TO_MEM | PTR_MAYBE_NULL | MEM_WRITE}. */
    PTR_TO_WRITABLE_MEM_OR_NULL(PTR_TO_MEM, PTR_MAYBE_NULL, MEM_WRITE),
    /** Short for {@code PTR_TO_FIXED_SIZE_MEM | MEM_UNINIT | MEM_WRITE | MEM_ALIGNED}. */
    PTR_TO_UNINIT_FIXED_SIZE_MEM(PTR_TO_MEM, MEM_FIXED_SIZE, MEM_UNINIT, MEM_WRITE, MEM_ALIGNED),
    /** Short for {@code PTR_TO_MAP_VALUE | MEM_UNINIT | MEM_WRITE}. */
    PTR_TO_UNINIT_MAP_VALUE(PTR_TO_MAP_VALUE, MEM_UNINIT, MEM_WRITE),
    /** Short for {@code PTR_TO_DYNPTR | MEM_RDONLY}: the dynptr itself stays as it is. */
    PTR_TO_RDONLY_DYNPTR(PTR_TO_DYNPTR, MEM_RDONLY);

    private final @Nullable ArgumentType base;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
    private final Set<ArgumentFlag> flags;

    ArgumentType() {
        this.base = null;
        this.flags = Set.of();
    }

    ArgumentType(ArgumentType base, ArgumentFlag first, ArgumentFlag... rest) {
        this.base = base;
        this.flags = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** The type without flags; a base type is its own. */
    public ArgumentType base() {
        return base == null ? this : base;
    }

    /** The flags that this name implies; empty for a base type. */
    public Set<ArgumentFlag> flags() {
        return flags;
    }

    /** Whether this (base) type gives the size of the memory in the argument before it. */
    public boolean isSize() {
        return this == CONST_SIZE || this == CONST_SIZE_OR_ZERO;
    }
}
