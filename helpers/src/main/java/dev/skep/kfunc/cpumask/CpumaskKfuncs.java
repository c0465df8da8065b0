package dev.skep.kfunc.cpumask;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RELEASE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.STRUCT_OPS;
import static dev.skep.helper.KfuncHook.SYSCALL;
import static dev.skep.helper.KfuncHook.TRACING;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.Errno;
import dev.skep.kernel.program.Invocation;

/** Sets of CPUs. */
public final class CpumaskKfuncs {
    private static final long LOW = 0xffff_ffffL;

    private CpumaskKfuncs() {}

    /** Allocates a set. */
    @Kfunc(
            value = "struct bpf_cpumask *bpf_cpumask_create(void)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = {ACQUIRE, RET_NULL})
    static long bpf_cpumask_create(Invocation in) {
        return in.kernel().cpuSets().create();
    }

    /** One more reference to a set. */
    @Kfunc(
            value = "struct bpf_cpumask *bpf_cpumask_acquire(struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = ACQUIRE)
    static long bpf_cpumask_acquire(Invocation in, long cpumask) {
        return in.kernel().objects().acquire(cpumask);
    }

    /** Gives a reference back. */
    @Kfunc(
            value = "void bpf_cpumask_release(struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RELEASE)
    static long bpf_cpumask_release(Invocation in, long cpumask) {
        in.kernel().objects().drop(cpumask);
        return 0;
    }

    /** The first CPU in the set. */
    @Kfunc(
            value = "u32 bpf_cpumask_first(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_first(Invocation in, long cpumask) {
        return in.kernel().cpuSets().first(cpumask);
    }

    /** The first CPU not in the set. */
    @Kfunc(
            value = "u32 bpf_cpumask_first_zero(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_first_zero(Invocation in, long cpumask) {
        return in.kernel().cpuSets().firstMissing(cpumask);
    }

    /** The first CPU in both sets. */
    @Kfunc(
            value = "u32 bpf_cpumask_first_and(const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_first_and(Invocation in, long src1, long src2) {
        return in.kernel().cpuSets().firstCommon(src1, src2);
    }

    /** Puts a CPU in. */
    @Kfunc(
            value = "void bpf_cpumask_set_cpu(u32 cpu, struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_set_cpu(Invocation in, long cpu, long cpumask) {
        if (in.kernel().cpuSets().exists(cpu)) {
            in.kernel().cpuSets().add(cpumask, cpu & LOW);
        }
        return 0;
    }

    /** Takes a CPU out. */
    @Kfunc(
            value = "void bpf_cpumask_clear_cpu(u32 cpu, struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_clear_cpu(Invocation in, long cpu, long cpumask) {
        if (in.kernel().cpuSets().exists(cpu)) {
            in.kernel().cpuSets().remove(cpumask, cpu & LOW);
        }
        return 0;
    }

    /** Whether a CPU is in. */
    @Kfunc(
            value = "bool bpf_cpumask_test_cpu(u32 cpu, const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_test_cpu(Invocation in, long cpu, long cpumask) {
        return is(in.kernel().cpuSets().exists(cpu) && in.kernel().cpuSets().contains(cpumask, cpu & LOW));
    }

    /** Puts a CPU in; whether it was in. */
    @Kfunc(
            value = "bool bpf_cpumask_test_and_set_cpu(u32 cpu, struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_test_and_set_cpu(Invocation in, long cpu, long cpumask) {
        return is(in.kernel().cpuSets().exists(cpu) && in.kernel().cpuSets().add(cpumask, cpu & LOW));
    }

    /** Takes a CPU out; whether it was in. */
    @Kfunc(
            value = "bool bpf_cpumask_test_and_clear_cpu(u32 cpu, struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_test_and_clear_cpu(Invocation in, long cpu, long cpumask) {
        return is(in.kernel().cpuSets().exists(cpu) && in.kernel().cpuSets().remove(cpumask, cpu & LOW));
    }

    /** Puts all in. */
    @Kfunc(
            value = "void bpf_cpumask_setall(struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_setall(Invocation in, long cpumask) {
        in.kernel().cpuSets().fill(cpumask);
        return 0;
    }

    /** Takes all out. */
    @Kfunc(
            value = "void bpf_cpumask_clear(struct bpf_cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_clear(Invocation in, long cpumask) {
        in.kernel().cpuSets().clear(cpumask);
        return 0;
    }

    /** What is in both sets. */
    @Kfunc(
            value =
                    "bool bpf_cpumask_and(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_and(Invocation in, long dst, long src1, long src2) {
        return is(in.kernel().cpuSets().and(dst, src1, src2));
    }

    /** What is in either set. */
    @Kfunc(
            value =
                    "void bpf_cpumask_or(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_or(Invocation in, long dst, long src1, long src2) {
        in.kernel().cpuSets().combine(dst, src1, src2, (one, other) -> one | other);
        return 0;
    }

    /** What is in one set only. */
    @Kfunc(
            value =
                    "void bpf_cpumask_xor(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_xor(Invocation in, long dst, long src1, long src2) {
        in.kernel().cpuSets().combine(dst, src1, src2, (one, other) -> one ^ other);
        return 0;
    }

    /** Whether two sets are equal. */
    @Kfunc(
            value = "bool bpf_cpumask_equal(const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_equal(Invocation in, long src1, long src2) {
        return is(in.kernel().cpuSets().equal(src1, src2));
    }

    /** Whether two sets have a CPU in common. */
    @Kfunc(
            value = "bool bpf_cpumask_intersects(const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_intersects(Invocation in, long src1, long src2) {
        return is(in.kernel().cpuSets().firstCommon(src1, src2)
                < in.kernel().config().cpus());
    }

    /** Whether one set lies in the other. */
    @Kfunc(
            value = "bool bpf_cpumask_subset(const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_subset(Invocation in, long src1, long src2) {
        return is(in.kernel().cpuSets().isSubset(src1, src2));
    }

    /** Whether nothing is in. */
    @Kfunc(
            value = "bool bpf_cpumask_empty(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_empty(Invocation in, long cpumask) {
        return is(in.kernel().cpuSets().size(cpumask) == 0);
    }

    /** Whether all are in. */
    @Kfunc(
            value = "bool bpf_cpumask_full(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_full(Invocation in, long cpumask) {
        return is(in.kernel().cpuSets().size(cpumask) == in.kernel().config().cpus());
    }

    /** Copies a set. */
    @Kfunc(
            value = "void bpf_cpumask_copy(struct bpf_cpumask *dst, const struct cpumask *src)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_copy(Invocation in, long dst, long src) {
        in.kernel().cpuSets().copy(src, dst);
        return 0;
    }

    /** Some CPU of the set, another one each time. */
    @Kfunc(
            value = "u32 bpf_cpumask_any_distribute(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_any_distribute(Invocation in, long cpumask) {
        return in.kernel().cpuSets().any(cpumask, cpumask, in.cpu());
    }

    /** Some CPU of both sets, another one each time. */
    @Kfunc(
            value = "u32 bpf_cpumask_any_and_distribute(const struct cpumask *src1, const struct cpumask *src2)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_any_and_distribute(Invocation in, long src1, long src2) {
        return in.kernel().cpuSets().any(src1, src2, in.cpu());
    }

    /** The number of CPUs in the set. */
    @Kfunc(
            value = "u32 bpf_cpumask_weight(const struct cpumask *cpumask)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_weight(Invocation in, long cpumask) {
        return in.kernel().cpuSets().size(cpumask);
    }

    /** Fills a set from memory. */
    @Kfunc(
            value = "int bpf_cpumask_populate(struct cpumask *cpumask, void *src, size_t src__sz)",
            hooks = {TRACING, STRUCT_OPS, SYSCALL},
            flags = RCU)
    static long bpf_cpumask_populate(Invocation in, long cpumask, long src, long srcSize) {
        int used = in.kernel().cpuSets().usedBytes();
        if (Long.compareUnsigned(srcSize, used) < 0) {
            return Errno.EACCES.result();
        }
        in.memory().copy(src, cpumask, used);
        return 0;
    }

    private static long is(boolean condition) {
        return condition ? 1 : 0;
    }
}
