package dev.skep.kfunc.crypto;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.GENERIC;
import static dev.skep.helper.KfuncHook.SCHED_ACT;
import static dev.skep.helper.KfuncHook.SYSCALL;
import static dev.skep.helper.KfuncHook.TC;
import static dev.skep.helper.KfuncHook.XDP;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Ciphers and keys. */
public abstract class CryptoKfuncs {
    private CryptoKfuncs() {}

    /** Sets up a cipher; must be released. */
    @Kfunc(
            value =
                    "struct bpf_crypto_ctx *bpf_crypto_ctx_create(const struct bpf_crypto_params *params, u32 params__sz, int *err)",
            hooks = SYSCALL,
            flags = {ACQUIRE, RET_NULL, SLEEPABLE})
    abstract long bpf_crypto_ctx_create(Invocation in, long params, long paramsSize, long err);

    /** One more reference to a cipher. */
    @Kfunc(
            value = "struct bpf_crypto_ctx *bpf_crypto_ctx_acquire(struct bpf_crypto_ctx *ctx)",
            hooks = SYSCALL,
            flags = {ACQUIRE, RET_NULL, RCU})
    abstract long bpf_crypto_ctx_acquire(Invocation in, long ctx);

    /** Gives a cipher back. */
    @Kfunc(value = "void bpf_crypto_ctx_release(struct bpf_crypto_ctx *ctx)", hooks = SYSCALL, flags = RELEASE)
    abstract long bpf_crypto_ctx_release(Invocation in, long ctx);

    /** Encrypts. */
    @Kfunc(
            value =
                    "int bpf_crypto_encrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *src, const struct bpf_dynptr *dst, const struct bpf_dynptr *siv__nullable)",
            hooks = {TC, SCHED_ACT, XDP},
            flags = RCU)
    abstract long bpf_crypto_encrypt(Invocation in, long ctx, long src, long dst, long siv);

    /** Decrypts. */
    @Kfunc(
            value =
                    "int bpf_crypto_decrypt(struct bpf_crypto_ctx *ctx, const struct bpf_dynptr *src, const struct bpf_dynptr *dst, const struct bpf_dynptr *siv__nullable)",
            hooks = {TC, SCHED_ACT, XDP},
            flags = RCU)
    abstract long bpf_crypto_decrypt(Invocation in, long ctx, long src, long dst, long siv);

    /** A key by its serial number; must be released. */
    @Kfunc(
            value = "struct bpf_key *bpf_lookup_user_key(s32 serial, u64 flags)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL, SLEEPABLE})
    abstract long bpf_lookup_user_key(Invocation in, long serial, long flags);

    /** A keyring of the system; must be released. */
    @Kfunc(
            value = "struct bpf_key *bpf_lookup_system_key(u64 id)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    abstract long bpf_lookup_system_key(Invocation in, long id);

    /** Gives a key back. */
    @Kfunc(value = "void bpf_key_put(struct bpf_key *bkey)", hooks = GENERIC, flags = RELEASE)
    abstract long bpf_key_put(Invocation in, long bkey);
}
