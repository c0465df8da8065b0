package dev.skep.kfunc.object;

import static dev.skep.helper.KfuncFlag.ACQUIRE;
import static dev.skep.helper.KfuncFlag.RET_NULL;
import static dev.skep.helper.KfuncHook.GENERIC;

import dev.skep.helper.Kfunc;
import dev.skep.kernel.object.RedBlackTree;
import dev.skep.kernel.program.Invocation;

/** Red-black trees. */
public final class RbtreeKfuncs {
    private RbtreeKfuncs() {}

    /** Puts a node at the place that a callback tells. */
    @Kfunc(
            value =
                    "int bpf_rbtree_add_impl(struct bpf_rb_root *root, struct bpf_rb_node *node, bool (*less)(struct bpf_rb_node *, const struct bpf_rb_node *), void *meta__ign, u64 off)",
            hooks = GENERIC)
    static long bpf_rbtree_add_impl(Invocation in, long root, long node, long less, long meta, long off) {
        boolean added = RedBlackTree.add(
                in.memory(), root, node, (first, second) -> (in.call(less, first, second, 0, 0, 0) & 0xff) != 0);
        return added ? 0 : ObjectKfuncs.dropOf(in, node);
    }

    /** Takes a node out. */
    @Kfunc(
            value = "struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node *node)",
            hooks = GENERIC,
            flags = {ACQUIRE, RET_NULL})
    static long bpf_rbtree_remove(Invocation in, long root, long node) {
        return RedBlackTree.remove(in.memory(), root, node);
    }

    /** The leftmost node. */
    @Kfunc(value = "struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root)", hooks = GENERIC, flags = RET_NULL)
    static long bpf_rbtree_first(Invocation in, long root) {
        return RedBlackTree.first(in.memory(), root);
    }

    /** The node at the root. */
    @Kfunc(value = "struct bpf_rb_node *bpf_rbtree_root(struct bpf_rb_root *root)", hooks = GENERIC, flags = RET_NULL)
    static long bpf_rbtree_root(Invocation in, long root) {
        return RedBlackTree.top(in.memory(), root);
    }

    /** The left child of a node. */
    @Kfunc(
            value = "struct bpf_rb_node *bpf_rbtree_left(struct bpf_rb_root *root, struct bpf_rb_node *node)",
            hooks = GENERIC,
            flags = RET_NULL)
    static long bpf_rbtree_left(Invocation in, long root, long node) {
        return RedBlackTree.left(in.memory(), root, node);
    }

    /** The right child of a node. */
    @Kfunc(
            value = "struct bpf_rb_node *bpf_rbtree_right(struct bpf_rb_root *root, struct bpf_rb_node *node)",
            hooks = GENERIC,
            flags = RET_NULL)
    static long bpf_rbtree_right(Invocation in, long root, long node) {
        return RedBlackTree.right(in.memory(), root, node);
    }
}
