package dev.skep.kernel.object;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists whose nodes stand in objects. Counterpart: {@code __bpf_list_add()} and {@code __bpf_list_del()} in
 * {@code kernel/bpf/helpers.c}.
 *
 * <pre>
 *   head  | next | prev |             a ring; an empty one points to itself, one that was never used is all zeros
 *   node  | next | prev | owner |     owner: the head, 0 while the node is in no list
 * </pre>
 */
public final class LinkedObjects {
    private static final int NEXT = 0;
    private static final int PREV = 8;
    private static final int OWNER = 16;

    private LinkedObjects() {}

    static void clear(AddressSpace memory, long ring) {
        memory.writeLong(ring + NEXT, ring);
        memory.writeLong(ring + PREV, ring);
    }

    /** Puts a node in front of all others; {@code false} when it is in a list already. */
    @TruffleBoundary
    public static boolean pushFront(AddressSpace memory, long head, long node) {
        prepare(memory, head);
        return add(memory, head, node, head, memory.readLong(head + NEXT));
    }

    /** Puts a node behind all others; {@code false} when it is in a list already. */
    @TruffleBoundary
    public static boolean pushBack(AddressSpace memory, long head, long node) {
        prepare(memory, head);
        return add(memory, head, node, memory.readLong(head + PREV), head);
    }

    private static void prepare(AddressSpace memory, long head) {
        if (memory.readLong(head + NEXT) == 0) {
            clear(memory, head);
        }
    }

    private static boolean add(AddressSpace memory, long head, long node, long before, long after) {
        if (memory.readLong(node + OWNER) != 0) {
            return false;
        }
        memory.writeLong(node + NEXT, after);
        memory.writeLong(node + PREV, before);
        memory.writeLong(before + NEXT, node);
        memory.writeLong(after + PREV, node);
        memory.writeLong(node + OWNER, head);
        return true;
    }

    /** Takes the first node out; 0 when there is none. */
    @TruffleBoundary
    public static long popFront(AddressSpace memory, long head) {
        return take(memory, front(memory, head));
    }

    /** Takes the last node out; 0 when there is none. */
    @TruffleBoundary
    public static long popBack(AddressSpace memory, long head) {
        return take(memory, back(memory, head));
    }

    private static long take(AddressSpace memory, long node) {
        if (node != 0) {
            long before = memory.readLong(node + PREV);
            long after = memory.readLong(node + NEXT);
            memory.writeLong(before + NEXT, after);
            memory.writeLong(after + PREV, before);
            clear(memory, node);
            memory.writeLong(node + OWNER, 0);
        }
        return node;
    }

    /** The first node; 0 when there is none. */
    public static long front(AddressSpace memory, long head) {
        long node = memory.readLong(head + NEXT);
        return node == head ? 0 : node;
    }

    /** The last node; 0 when there is none. */
    public static long back(AddressSpace memory, long head) {
        long node = memory.readLong(head + PREV);
        return node == head ? 0 : node;
    }

    /** Empties a list: its nodes in order. */
    static List<Long> takeAll(AddressSpace memory, long head) {
        List<Long> nodes = new ArrayList<>();
        for (long node = popFront(memory, head); node != 0; node = popFront(memory, head)) {
            nodes.add(node);
        }
        return nodes;
    }
}
