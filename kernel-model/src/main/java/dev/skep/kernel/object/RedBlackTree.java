package dev.skep.kernel.object;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Red-black trees whose nodes stand in objects; balanced as the kernel's, since programs can walk them. Counterpart:
 * {@code bpf_rbtree_*} in {@code kernel/bpf/helpers.c} over {@code lib/rbtree.c}.
 *
 * <pre>
 *   root  | top | leftmost |
 *   node  | parent, lowest bit 1 for black | right | left | owner |
 * </pre>
 *
 * The owner of a node is its root, 0 while the node is in no tree; its parent is then the node itself.
 */
public final class RedBlackTree {
    private static final int TOP = 0;
    private static final int LEFTMOST = 8;
    private static final int PARENT = 0;
    private static final int RIGHT = 8;
    private static final int LEFT = 16;
    private static final int OWNER = 24;
    private static final long BLACK = 1;

    private final AddressSpace memory;
    private final long root;

    /** Whether the first node is to stand before the second one. */
    @FunctionalInterface
    public interface Order {
        boolean less(long node, long other);
    }

    private RedBlackTree(AddressSpace memory, long root) {
        this.memory = memory;
        this.root = root;
    }

    /** Puts a node at its place; {@code false} when it is in a tree already. */
    @TruffleBoundary
    public static boolean add(AddressSpace memory, long root, long node, Order order) {
        if (memory.readLong(node + OWNER) != 0) {
            return false;
        }
        RedBlackTree tree = new RedBlackTree(memory, root);
        tree.insert(node, order);
        memory.writeLong(node + OWNER, root);
        return true;
    }

    /** Takes a node out; 0 when it is not in this tree, else the node. */
    @TruffleBoundary
    public static long remove(AddressSpace memory, long root, long node) {
        if (memory.readLong(node + OWNER) != root) {
            return 0;
        }
        RedBlackTree tree = new RedBlackTree(memory, root);
        tree.delete(node);
        memory.writeLong(node + PARENT, node);
        memory.writeLong(node + OWNER, 0);
        return node;
    }

    /** The node that stands before all others; 0 when there is none. */
    public static long first(AddressSpace memory, long root) {
        return memory.readLong(root + LEFTMOST);
    }

    /** The node at the top; 0 when there is none. */
    public static long top(AddressSpace memory, long root) {
        return memory.readLong(root + TOP);
    }

    /** The left child of a node; 0 when it has none, or is not in this tree. */
    public static long left(AddressSpace memory, long root, long node) {
        return memory.readLong(node + OWNER) == root ? memory.readLong(node + LEFT) : 0;
    }

    /** The right child of a node; 0 when it has none, or is not in this tree. */
    public static long right(AddressSpace memory, long root, long node) {
        return memory.readLong(node + OWNER) == root ? memory.readLong(node + RIGHT) : 0;
    }

    /** Empties a tree: its nodes, children before their parents. */
    static List<Long> takeAll(AddressSpace memory, long root) {
        List<Long> nodes = new ArrayList<>();
        for (long node = first(memory, root); node != 0; node = first(memory, root)) {
            nodes.add(remove(memory, root, node));
        }
        return nodes;
    }

    private long left(long node) {
        return memory.readLong(node + LEFT);
    }

    private long right(long node) {
        return memory.readLong(node + RIGHT);
    }

    private long parent(long node) {
        return memory.readLong(node + PARENT) & ~BLACK;
    }

    private boolean isRed(long node) {
        return node != 0 && (memory.readLong(node + PARENT) & BLACK) == 0;
    }

    private void parent(long node, long parent) {
        if (node != 0) {
            memory.writeLong(node + PARENT, parent | (memory.readLong(node + PARENT) & BLACK));
        }
    }

    private void black(long node) {
        memory.writeLong(node + PARENT, parent(node) | BLACK);
    }

    private void red(long node) {
        memory.writeLong(node + PARENT, parent(node));
    }

    private void insert(long node, Order order) {
        long parent = 0;
        long link = root + TOP;
        boolean leftmost = true;
        for (long next = memory.readLong(link); next != 0; next = memory.readLong(link)) {
            parent = next;
            boolean less = order.less(node, parent);
            link = parent + (less ? LEFT : RIGHT);
            leftmost &= less;
        }
        memory.writeLong(node + PARENT, parent);
        memory.writeLong(node + LEFT, 0);
        memory.writeLong(node + RIGHT, 0);
        memory.writeLong(link, node);
        if (leftmost) {
            memory.writeLong(root + LEFTMOST, node);
        }
        balanceAfterInsert(node);
    }

    private void balanceAfterInsert(long inserted) {
        long node = inserted;
        while (isRed(parent(node))) {
            long parent = parent(node);
            long grandparent = parent(parent);
            boolean onLeft = left(grandparent) == parent;
            long uncle = onLeft ? right(grandparent) : left(grandparent);
            if (isRed(uncle)) {
                black(parent);
                black(uncle);
                red(grandparent);
                node = grandparent;
                continue;
            }
            boolean inner = onLeft ? right(parent) == node : left(parent) == node;
            if (inner) {
                rotate(parent, onLeft);
                parent = node;
            }
            black(parent);
            red(grandparent);
            rotate(grandparent, !onLeft);
            break;
        }
        black(top(memory, root));
    }

    /** Turns a node down to one side; its child of the other side comes into its place. */
    private void rotate(long node, boolean toLeft) {
        long child = toLeft ? right(node) : left(node);
        long inner = toLeft ? left(child) : right(child);
        memory.writeLong(node + (toLeft ? RIGHT : LEFT), inner);
        parent(inner, node);
        replace(node, child);
        memory.writeLong(child + (toLeft ? LEFT : RIGHT), node);
        parent(node, child);
    }

    /** Puts another subtree, or none, into the place of a node. */
    private void replace(long node, long other) {
        long parent = parent(node);
        if (parent == 0) {
            memory.writeLong(root + TOP, other);
        } else {
            memory.writeLong(parent + (left(parent) == node ? LEFT : RIGHT), other);
        }
        parent(other, parent);
    }

    private void delete(long node) {
        if (first(memory, root) == node) {
            memory.writeLong(root + LEFTMOST, next(node));
        }
        boolean lostBlack;
        long parent;
        if (left(node) == 0 || right(node) == 0) {
            long child = left(node) == 0 ? right(node) : left(node);
            lostBlack = !isRed(node);
            parent = parent(node);
            replace(node, child);
            if (lostBlack && child != 0) {
                black(child); // an only child is red
                lostBlack = false;
            }
        } else {
            long successor = next(node);
            long child = right(successor);
            lostBlack = !isRed(successor);
            parent = parent(successor) == node ? successor : parent(successor);
            if (parent != successor) {
                replace(successor, child);
                memory.writeLong(successor + RIGHT, right(node));
                parent(right(node), successor);
            }
            boolean wasRed = isRed(node);
            replace(node, successor);
            memory.writeLong(successor + LEFT, left(node));
            parent(left(node), successor);
            if (wasRed) {
                red(successor);
            } else {
                black(successor);
            }
            if (lostBlack && child != 0) {
                black(child);
                lostBlack = false;
            }
        }
        if (lostBlack) {
            balanceAfterDelete(parent);
        }
    }

    /** The node after this one, which has a right subtree or a parent; 0 at the end. */
    private long next(long node) {
        if (right(node) != 0) {
            long next = right(node);
            while (left(next) != 0) {
                next = left(next);
            }
            return next;
        }
        long child = node;
        long parent = parent(node);
        while (parent != 0 && right(parent) == child) {
            child = parent;
            parent = parent(parent);
        }
        return parent;
    }

    /** The paths through one child of the parent, first an empty one, lack a black node. */
    private void balanceAfterDelete(long parentOfShort) {
        long node = 0;
        long parent = parentOfShort;
        while (parent != 0 && !isRed(node)) {
            boolean onLeft = left(parent) == node;
            long sibling = onLeft ? right(parent) : left(parent);
            if (isRed(sibling)) {
                black(sibling);
                red(parent);
                rotate(parent, onLeft);
                sibling = onLeft ? right(parent) : left(parent);
            }
            long outer = onLeft ? right(sibling) : left(sibling);
            long inner = onLeft ? left(sibling) : right(sibling);
            if (!isRed(outer) && !isRed(inner)) {
                red(sibling);
                node = parent;
                parent = parent(node);
                continue;
            }
            if (!isRed(outer)) {
                black(inner);
                red(sibling);
                rotate(sibling, !onLeft);
                outer = sibling;
                sibling = inner;
            }
            if (isRed(parent)) {
                red(sibling);
            } else {
                black(sibling);
            }
            black(parent);
            black(outer);
            rotate(parent, onLeft);
            return;
        }
        if (node != 0) {
            black(node);
        }
    }
}
