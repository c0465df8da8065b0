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
import dev.skep.helper.Simplified;
import dev.skep.kernel.program.Invocation;

/** Iterators over the objects of the kernel. */
public final class ObjectIterKfuncs {
    private ObjectIterKfuncs() {}

    /** Begins an iteration over tasks or threads. */
    @Kfunc(
            value =
                    "int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, unsigned int flags)",
            hooks = COMMON,
            flags = {ITER_NEW, RCU_PROTECTED})
    @Simplified("in the order of the ids")
    static long bpf_iter_task_new(Invocation in, long it, long task, long flags) {
        return TaskIteration.begin(in, it, task, (int) flags);
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    static long bpf_iter_task_next(Invocation in, long it) {
        return TaskIteration.next(in, it);
    }

    /** Ends the iteration. */
    @Kfunc(value = "void bpf_iter_task_destroy(struct bpf_iter_task *it)", hooks = COMMON, flags = ITER_DESTROY)
    static long bpf_iter_task_destroy(Invocation in, long it) {
        return 0;
    }

    /** Begins an iteration over the memory areas of a task. */
    @Kfunc(
            value = "int bpf_iter_task_vma_new(struct bpf_iter_task_vma *it, struct task_struct *task, u64 addr)",
            hooks = COMMON,
            flags = {RCU, ITER_NEW})
    static long bpf_iter_task_vma_new(Invocation in, long it, long task, long addr) {
        return AreaIteration.begin(in, it, task, addr);
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct vm_area_struct *bpf_iter_task_vma_next(struct bpf_iter_task_vma *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    static long bpf_iter_task_vma_next(Invocation in, long it) {
        return AreaIteration.next(in, it);
    }

    /** Ends the iteration. */
    @Kfunc(value = "void bpf_iter_task_vma_destroy(struct bpf_iter_task_vma *it)", hooks = COMMON, flags = ITER_DESTROY)
    static long bpf_iter_task_vma_destroy(Invocation in, long it) {
        return AreaIteration.end(in, it);
    }

    /** Begins an iteration over a cgroup hierarchy. */
    @Kfunc(
            value =
                    "int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned int flags)",
            hooks = COMMON,
            flags = {ITER_NEW, RCU_PROTECTED})
    static long bpf_iter_css_new(Invocation in, long it, long start, long flags) {
        return GroupIteration.begin(in, it, start, (int) flags);
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    static long bpf_iter_css_next(Invocation in, long it) {
        return GroupIteration.next(in, it);
    }

    /** Ends the iteration. */
    @Kfunc(value = "void bpf_iter_css_destroy(struct bpf_iter_css *it)", hooks = COMMON, flags = ITER_DESTROY)
    static long bpf_iter_css_destroy(Invocation in, long it) {
        return 0;
    }

    /** Begins an iteration over the tasks of a cgroup. */
    @Kfunc(
            value =
                    "int bpf_iter_css_task_new(struct bpf_iter_css_task *it, struct cgroup_subsys_state *css, unsigned int flags)",
            hooks = COMMON,
            flags = ITER_NEW)
    static long bpf_iter_css_task_new(Invocation in, long it, long css, long flags) {
        return GroupTaskIteration.begin(in, it, css, (int) flags);
    }

    /** The next element, NULL at the end. */
    @Kfunc(
            value = "struct task_struct *bpf_iter_css_task_next(struct bpf_iter_css_task *it)",
            hooks = COMMON,
            flags = {RET_NULL, ITER_NEXT})
    static long bpf_iter_css_task_next(Invocation in, long it) {
        return GroupTaskIteration.next(in, it);
    }

    /** Ends the iteration. */
    @Kfunc(value = "void bpf_iter_css_task_destroy(struct bpf_iter_css_task *it)", hooks = COMMON, flags = ITER_DESTROY)
    static long bpf_iter_css_task_destroy(Invocation in, long it) {
        return GroupTaskIteration.end(in, it);
    }

    /** Begins an iteration over DMA buffers, of which there are none. */
    @Kfunc(
            value = "int bpf_iter_dmabuf_new(struct bpf_iter_dmabuf *it)",
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_NEW})
    @Simplified("there are none")
    static long bpf_iter_dmabuf_new(Invocation in, long it) {
        return 0;
    }

    /** The next element, NULL at the end. */
    @Simplified("there are none")
    @Kfunc(
            value = "struct dma_buf *bpf_iter_dmabuf_next(struct bpf_iter_dmabuf *it)",
            hooks = COMMON,
            flags = {RET_NULL, SLEEPABLE, ITER_NEXT})
    static long bpf_iter_dmabuf_next(Invocation in, long it) {
        return 0;
    }

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_dmabuf_destroy(struct bpf_iter_dmabuf *it)",
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_DESTROY})
    static long bpf_iter_dmabuf_destroy(Invocation in, long it) {
        return 0;
    }

    /** Begins an iteration over the caches of the slab allocator: memory here comes from none. */
    @Kfunc(
            value = "int bpf_iter_kmem_cache_new(struct bpf_iter_kmem_cache *it)",
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_NEW})
    @Simplified("there are none")
    static long bpf_iter_kmem_cache_new(Invocation in, long it) {
        return 0;
    }

    /** The next element, NULL at the end. */
    @Simplified("there are none")
    @Kfunc(
            value = "struct kmem_cache *bpf_iter_kmem_cache_next(struct bpf_iter_kmem_cache *it)",
            hooks = COMMON,
            flags = {RET_NULL, SLEEPABLE, ITER_NEXT})
    static long bpf_iter_kmem_cache_next(Invocation in, long it) {
        return 0;
    }

    /** Ends the iteration. */
    @Kfunc(
            value = "void bpf_iter_kmem_cache_destroy(struct bpf_iter_kmem_cache *it)",
            hooks = COMMON,
            flags = {SLEEPABLE, ITER_DESTROY})
    static long bpf_iter_kmem_cache_destroy(Invocation in, long it) {
        return 0;
    }
}
