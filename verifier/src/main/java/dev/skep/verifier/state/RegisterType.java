package dev.skep.verifier.state;

/**
 * What a register holds, with modifiers; the kernel's {@code enum bpf_reg_type} with {@code enum bpf_type_flag}.
 *
 * @param flags a set of the constants below
 */
public record RegisterType(RegisterKind kind, int flags) {
    public static final int MAYBE_NULL = 1;
    public static final int RDONLY = 1 << 1;
    public static final int RINGBUF = 1 << 2;
    public static final int USER = 1 << 3;
    public static final int PERCPU = 1 << 4;
    public static final int RCU = 1 << 5;
    public static final int UNTRUSTED = 1 << 6;
    public static final int TRUSTED = 1 << 7;
    public static final int ALLOC = 1 << 8;
    public static final int NON_OWNING = 1 << 9;
    public static final int DYNPTR_SKB = 1 << 10;
    public static final int DYNPTR_XDP = 1 << 11;
    public static final int DYNPTR_LOCAL = 1 << 12;
    public static final int DYNPTR_RINGBUF = 1 << 13;
    public static final int DYNPTR_SKB_META = 1 << 14;
    public static final int DYNPTR_ANY = DYNPTR_SKB | DYNPTR_XDP | DYNPTR_LOCAL | DYNPTR_RINGBUF | DYNPTR_SKB_META;

    /** What makes a pointer to a kernel object trustworthy. */
    public static final int TRUSTING = ALLOC | TRUSTED | NON_OWNING;

    public static final RegisterType NOT_INIT = of(RegisterKind.NOT_INIT);
    public static final RegisterType SCALAR = of(RegisterKind.SCALAR);
    public static final RegisterType CTX = of(RegisterKind.CTX);
    public static final RegisterType MAP_PTR = of(RegisterKind.MAP_PTR);
    public static final RegisterType MAP_VALUE = of(RegisterKind.MAP_VALUE);
    public static final RegisterType MAP_KEY = of(RegisterKind.MAP_KEY);
    public static final RegisterType STACK = of(RegisterKind.STACK);
    public static final RegisterType SOCKET = of(RegisterKind.SOCKET);
    public static final RegisterType XDP_SOCK = of(RegisterKind.XDP_SOCK);
    public static final RegisterType ARENA = of(RegisterKind.ARENA);
    public static final RegisterType FUNC = of(RegisterKind.FUNC);
    public static final RegisterType DYNPTR = of(RegisterKind.DYNPTR);
    public static final RegisterType BTF_ID = of(RegisterKind.BTF_ID);
    public static final RegisterType MEM = of(RegisterKind.MEM);

    /** An object that the program allocated. */
    public static final RegisterType OBJECT = of(RegisterKind.BTF_ID, ALLOC);

    public static RegisterType of(RegisterKind kind) {
        return new RegisterType(kind, 0);
    }

    public static RegisterType of(RegisterKind kind, int flags) {
        return new RegisterType(kind, flags);
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public RegisterType with(int flag) {
        return new RegisterType(kind, flags | flag);
    }

    public RegisterType without(int flag) {
        return has(flag) ? new RegisterType(kind, flags & ~flag) : this;
    }

    public boolean mayBeNull() {
        return has(MAYBE_NULL);
    }

    public boolean is(RegisterKind wanted) {
        return kind == wanted && flags == 0;
    }

    /** A pointer to an object that the program allocated. */
    public boolean isAllocatedObject() {
        return kind == RegisterKind.BTF_ID && has(ALLOC);
    }

    public boolean isNonOwning() {
        return isAllocatedObject() && has(NON_OWNING);
    }

    /** Whether two paths may use them in the same instruction. */
    public boolean mismatches(RegisterType other) {
        return !equals(other) && (!kind.mayMeetOthers() || !other.kind.mayMeetOthers());
    }

    // Written out: what a record has by default goes through method handles, and states are compared all the time.
    @Override
    public boolean equals(Object other) {
        return other instanceof RegisterType type && kind == type.kind && flags == type.flags;
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + flags;
    }

    /** As the log has it: {@code rdonly_mem_or_null}. */
    @Override
    public String toString() {
        if (flags == 0) {
            return kind.text();
        }
        StringBuilder text = new StringBuilder();
        prefix(text, RDONLY, "rdonly_");
        prefix(text, RINGBUF, "ringbuf_");
        prefix(text, USER, "user_");
        prefix(text, PERCPU, "percpu_");
        prefix(text, RCU, "rcu_");
        prefix(text, UNTRUSTED, "untrusted_");
        prefix(text, TRUSTED, "trusted_");
        text.append(kind.text());
        if (mayBeNull()) {
            text.append(kind == RegisterKind.BTF_ID ? "or_null_" : "_or_null");
        }
        return text.toString();
    }

    private void prefix(StringBuilder text, int flag, String word) {
        if (has(flag)) {
            text.append(word);
        }
    }
}
