package dev.skep.helper;

/**
 * What the verifier knows about a kfunc beside its types; the kernel's {@code KF_*} flags.
 *
 * <p>There is no {@code TRUSTED_ARGS}: the reference kernel demands trusted, non-null pointers of every kfunc unless a
 * flag or a parameter's suffix says otherwise.
 */
public enum KfuncFlag {
    /** The result is a reference that must be released. */
    ACQUIRE,
    /** The (one) reference that is passed is released by the call. */
    RELEASE,
    /** The result may be NULL. */
    RET_NULL,
    /** Only sleepable programs may call it. */
    SLEEPABLE,
    /** It may bring the machine down: wants CAP_SYS_BOOT. */
    DESTRUCTIVE,
    /** Pointers may also be protected by RCU. */
    RCU,
    ITER_NEW,
    ITER_NEXT,
    ITER_DESTROY,
    /** Only within an RCU read-side critical section. */
    RCU_PROTECTED,
    /** It keeps the contract of {@code bpf_fastcall}. */
    FASTCALL
}
