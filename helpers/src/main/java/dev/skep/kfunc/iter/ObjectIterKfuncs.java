package dev.skep.kfunc.iter;

import static dev.skep.helper.KfuncFlag.ITER_DESTROY;
import static dev.skep.helper.KfuncFlag.ITER_NEW;
import static dev.skep.helper.KfuncFlag.ITER_NEXT;
import static dev.skep.helper.KfuncFlag.RCU;
import static dev.skep.helper.KfuncFlag.RCU_PROTECTED;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncFlag.SLEEPABLE;
import static dev.skep.helper.KfuncHook.COMMON;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.program.Invocation;

/** Iterators over the objects of the kernel. */
public abstract class ObjectIterKfuncs {
    private ObjectIterKfuncs() {}

    /** Begins an iteration over tasks or threads. */
    @Kfunc(
            value =
                    "int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, unsigned int flags)",
            btfId = 64281,
            hooks = COMMON,
            flags = {ITER_NEW, RCU_PROTECTED})
    abstract long bpf_iter_task_new(Invocation in, long it, long task, long flags);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it)",
            btfId = 64284,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_task_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_task_destroy(struct bpf_iter_task *it)",
            btfId = 64276,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_task_destroy(Invocation in, long it);

    /** Begins an iteration over the memory areas of a task. */
    @Kfunc(
            value = "int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, u64 addr)",
            btfId = 64293,
            hooks = COMMON,
            flags = {RCU, ITER_NEW})
    abstract long bpf_iter_task_vma_new(Invocation in, long it, long task, long addr);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it)",
            btfId = 64296,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_task_vma_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it)",
            btfId = 64290,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_task_vma_destroy(Invocation in, long it);

    /** Begins an iteration over a cgroup hierarchy. */
    @Kfunc(
            value =
                    "int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned int flags)",
            btfId = 64174,
            hooks = COMMON,
            flags = {ITER_NEW, RCU_PROTECTED})
    abstract long bpf_iter_css_new(Invocation in, long it, long start, long flags);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it)",
            btfId = 64177,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_css_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_css_destroy(struct bpf_iter_css *it)",
            btfId = 64171,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_css_destroy(Invocation in, long it);

    /** Begins an iteration over the tasks of a cgroup. */
    @Kfunc(
            value =
                    "int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, unsigned int flags)",
            btfId = 64183,
            hooks = COMMON,
            flags = ITER_NEW)
    abstract long bpf_iter_css_task_new(Invocation in, long it, long css, long flags);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it)",
            btfId = 64186,
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    abstract long bpf_iter_css_task_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it)",
            btfId = 64180,
            hooks = COMMON,
            flags = ITER_DESTROY)
    abstract long bpf_iter_css_task_destroy(Invocation in, long it);

    /** Begins an iteration over DMA buffers. */
    @Kfunc(
            value = "int bpf_iter_dmabuf_new(struct bpf_iter_dmabuf *it)",
            btfId = 64196,
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_NEW})
    abstract long bpf_iter_dmabuf_new(Invocation in, long it);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct dma_buf *bpf_iter_dmabuf_next(struct bpf_iter_dmabuf *it)",
            btfId = 64199,
            hooks = COMMON,
            flags = {RET_NULL, SLEEPABLE, ITER_NEXT})
    abstract long bpf_iter_dmabuf_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_dmabuf_destroy(struct bpf_iter_dmabuf *it)",
            btfId = 64193,
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_DESTROY})
    abstract long bpf_iter_dmabuf_destroy(Invocation in, long it);

    /** Begins an iteration over the caches of the slab allocator. */
    @Kfunc(
            value = "int bpf_iter_kmem_cache_new(struct bpf_iter_kmem_cache *it)",
            btfId = 64230,
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_NEW})
    abstract long bpf_iter_kmem_cache_new(Invocation in, long it);

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct kmem_cache *bpf_iter_kmem_cache_next(struct bpf_iter_kmem_cache *it)",
            btfId = 64233,
            hooks = COMMON,
            flags = {RET_NULL, SLEEPABLE, ITER_NEXT})
    abstract long bpf_iter_kmem_cache_next(Invocation in, long it);

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_kmem_cache_destroy(struct bpf_iter_kmem_cache *it)",
            btfId = 64227,
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_DESTROY})
    abstract long bpf_iter_kmem_cache_destroy(Invocation in, long it);
}
