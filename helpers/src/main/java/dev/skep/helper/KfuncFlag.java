package dev.skep.helper;

/** What the verifier knows about a kfunc beside its types; the kernel's {@code KF_*} flags. */
public enum KfuncFlag {
    /** The result is a reference that must be released. */
    ACQUIRE,
    /** The (one) reference that is passed is released by the call. */
    RELEASE,
    /** The result may be NULL. */
    RET_NULL,
    /** Pointers must be trusted or referenced, with an offset of 0. */
    TRUSTED_ARGS,
    /** Only sleepable programs may call it. */
    SLEEPABLE,
    /** It may bring the machine down: wants CAP_SYS_BOOT. */
    DESTRUCTIVE,
    /** Pointers must be trusted, or protected by RCU. */
    RCU,
    ITER_NEW,
    ITER_NEXT,
    ITER_DESTROY,
    /** Only within an RCU read-side critical section. */
    RCU_PROTECTED,
    /** It keeps the contract of {@code bpf_fastcall}. */
    FASTCALL
}
