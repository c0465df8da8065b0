package dev.skep.kfunc.object;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.object.LinkedObjects;
import dev.skep.kernel.program.Invocation;

/** Doubly linked lists. */
public final class ListKfuncs {
    private ListKfuncs() {}

    /** Puts a node at the front. */
    @Kfunc(
            value =
                    "int bpf_list_push_front_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta__ign, u64 off)",
            hooks = GENERIC)
    static long bpf_list_push_front_impl(Invocation in, long head, long node, long meta, long off) {
        return LinkedObjects.pushFront(in.memory(), head, node) ? 0 : ObjectKfuncs.dropOf(in, node);
    }

    /** Puts a node at the back. */
    @Kfunc(
            value =
                    "int bpf_list_push_back_impl(struct bpf_list_head *head, struct bpf_list_node *node, void *meta__ign, u64 off)",
            hooks = GENERIC)
    static long bpf_list_push_back_impl(Invocation in, long head, long node, long meta, long off) {
        return LinkedObjects.pushBack(in.memory(), head, node) ? 0 : ObjectKfuncs.dropOf(in, node);
    }

    /** Takes the node at the front. */
    @Kfunc(
            value = "struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_list_pop_front(Invocation in, long head) {
        return LinkedObjects.popFront(in.memory(), head);
    }

    /** Takes the node at the back. */
    @Kfunc(
            value = "struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *head)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_list_pop_back(Invocation in, long head) {
        return LinkedObjects.popBack(in.memory(), head);
    }

    /** The node at the front, which stays. */
    @Kfunc(
            value = "struct bpf_list_node *bpf_list_front(struct bpf_list_head *head)",
            hooks = GENERIC,
            flags = RET_NULL)
    static long bpf_list_front(Invocation in, long head) {
        return LinkedObjects.front(in.memory(), head);
    }

    /** The node at the back, which stays. */
    @Kfunc(value = "struct bpf_list_node *bpf_list_back(struct bpf_list_head *head)", hooks = GENERIC, flags = RET_NULL)
    static long bpf_list_back(Invocation in, long head) {
        return LinkedObjects.back(in.memory(), head);
    }
}
