package dev.skep.verifier.check;

import java.util.Set;

/** Kernel functions of which the verifier knows more than their prototypes say. */
final class KfuncNames {
    static final String LIST_PUSH_FRONT = "bpf_list_push_front_impl";
    static final String LIST_PUSH_BACK = "bpf_list_push_back_impl";
    static final String RBTREE_ADD = "bpf_rbtree_add_impl";
    static final String RBTREE_REMOVE = "bpf_rbtree_remove";
    static final String RBTREE_LEFT = "bpf_rbtree_left";
    static final String RBTREE_RIGHT = "bpf_rbtree_right";
    static final String OBJECT_NEW = "bpf_obj_new_impl";
    static final String OBJECT_DROP = "bpf_obj_drop_impl";
    static final String PERCPU_OBJECT_NEW = "bpf_percpu_obj_new_impl";
    static final String PERCPU_OBJECT_DROP = "bpf_percpu_obj_drop_impl";
    static final String REFCOUNT_ACQUIRE = "bpf_refcount_acquire_impl";
    static final String CAST_TO_KERNEL_CONTEXT = "bpf_cast_to_kern_ctx";
    static final String READ_ONLY_CAST = "bpf_rdonly_cast";
    static final String DYNPTR_FROM_SKB = "bpf_dynptr_from_skb";
    static final String DYNPTR_FROM_XDP = "bpf_dynptr_from_xdp";
    static final String DYNPTR_FROM_SKB_META = "bpf_dynptr_from_skb_meta";
    static final String DYNPTR_SLICE = "bpf_dynptr_slice";
    static final String DYNPTR_SLICE_WRITABLE = "bpf_dynptr_slice_rdwr";
    static final String DYNPTR_CLONE = "bpf_dynptr_clone";
    static final String THROW = "bpf_throw";
    static final String TRAP = "__bpf_trap";
    static final String WORKQUEUE_SET_CALLBACK = "bpf_wq_set_callback_impl";
    static final String RCU_READ_LOCK = "bpf_rcu_read_lock";
    static final String RCU_READ_UNLOCK = "bpf_rcu_read_unlock";
    static final String PREEMPT_DISABLE = "bpf_preempt_disable";
    static final String PREEMPT_ENABLE = "bpf_preempt_enable";
    static final String IRQ_SAVE = "bpf_local_irq_save";
    static final String IRQ_RESTORE = "bpf_local_irq_restore";
    static final String RES_LOCK = "bpf_res_spin_lock";
    static final String RES_UNLOCK = "bpf_res_spin_unlock";
    static final String RES_LOCK_IRQ = "bpf_res_spin_lock_irqsave";
    static final String RES_UNLOCK_IRQ = "bpf_res_spin_unlock_irqrestore";
    static final String ITER_CSS_TASK_NEW = "bpf_iter_css_task_new";
    static final String GET_KMEM_CACHE = "bpf_get_kmem_cache";
    static final String SESSION_COOKIE = "bpf_session_cookie";
    static final String XDP_PULL_DATA = "bpf_xdp_pull_data";

    static final Set<String> LIST = Set.of(
            LIST_PUSH_FRONT,
            LIST_PUSH_BACK,
            "bpf_list_pop_front",
            "bpf_list_pop_back",
            "bpf_list_front",
            "bpf_list_back");
    static final Set<String> TREE =
            Set.of(RBTREE_ADD, RBTREE_REMOVE, "bpf_rbtree_first", "bpf_rbtree_root", RBTREE_LEFT, RBTREE_RIGHT);
    static final Set<String> INSERTS = Set.of(LIST_PUSH_FRONT, LIST_PUSH_BACK, RBTREE_ADD);
    static final Set<String> TASK_WORK =
            Set.of("bpf_task_work_schedule_signal_impl", "bpf_task_work_schedule_resume_impl");
    private static final Set<String> RESILIENT = Set.of(RES_LOCK, RES_UNLOCK, RES_LOCK_IRQ, RES_UNLOCK_IRQ);
    private static final Set<String> NUMBERS = Set.of("bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy");

    private KfuncNames() {}

    static boolean takesResilientLock(String name) {
        return name.equals(RES_LOCK) || name.equals(RES_LOCK_IRQ);
    }

    static boolean usesInterruptFlags(String name) {
        return name.equals(RES_LOCK_IRQ) || name.equals(RES_UNLOCK_IRQ);
    }

    static boolean isResilientLock(String name) {
        return RESILIENT.contains(name);
    }

    /** Whether it may be called while a lock is held. */
    static boolean mayHoldLock(String name) {
        return LIST.contains(name)
                || TREE.contains(name)
                || name.equals(REFCOUNT_ACQUIRE)
                || NUMBERS.contains(name)
                || RESILIENT.contains(name);
    }
}
