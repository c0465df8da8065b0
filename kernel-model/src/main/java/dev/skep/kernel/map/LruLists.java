package dev.skep.kernel.map;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntSupplier;

/**
 * Which element of an LRU hash table gives way to a new one. Not exactly the least recently used: elements have one bit
 * that says they were used, and lists are looked through now and then. Counterpart: {@code kernel/bpf/bpf_lru_list.c}.
 *
 * <pre>
 *   each CPU:  local free ─▶ local pending ──flush──▶ inactive ⇄ active     one for all CPUs, or
 *                  ▲                                      │                 one for each without the local lists
 *                  └──────────── free ◀──────shrink───────┘                 ({@link MapFlags#NO_COMMON_LRU})
 * </pre>
 *
 * Nodes are the elements of the table. Those that were never used are not there yet: they come into being at the end of
 * the free list.
 */
final class LruLists {
    private static final int LOCAL_SCANS = 128;
    private static final int PERCPU_SCANS = 4;

    private static final byte ACTIVE = 0;
    private static final byte INACTIVE = 1;
    private static final byte FREE = 2;
    private static final byte LOCAL_FREE = 3;
    private static final byte LOCAL_PENDING = 4;

    /** Lists of a group: of all CPUs (active, inactive, free), and of one CPU (local free, local pending). */
    private static final int GROUP_LISTS = 3;

    private final boolean perCpu;
    private final int cpus;
    private final int groups;
    private final int scans;
    private final int freeTarget;
    private final IntSupplier create;
    private final IntPredicate evict;

    /** Slots below {@code firstNode} are the heads of lists: three for each group, then two for each CPU. */
    private final int firstNode;

    private int[] previous;
    private int[] following;
    private byte[] kind;
    private byte[] referenced;
    private short[] cpuOf;

    private final int[] activeCount;
    private final int[] inactiveCount;
    private final int[] nextRotation;
    private final long[] neverUsed;
    private final int[] nextSteal;

    /**
     * @param entries how many nodes there are
     * @param sharing whether each CPU has lists of its own
     * @param create brings an element into being and gives its number, counted from 1
     * @param evict takes an element out of the table; {@code false} when it is not in there
     */
    LruLists(long entries, int cpus, Sharing sharing, IntSupplier create, IntPredicate evict) {
        this.perCpu = sharing == Sharing.PER_CPU;
        this.cpus = cpus;
        this.groups = perCpu ? cpus : 1;
        this.scans = perCpu ? PERCPU_SCANS : LOCAL_SCANS;
        this.freeTarget = perCpu ? PERCPU_SCANS : Math.clamp(entries / cpus / 2, 1, LOCAL_SCANS);
        this.create = create;
        this.evict = evict;
        this.firstNode = groups * GROUP_LISTS + cpus * 2;
        this.activeCount = new int[groups];
        this.inactiveCount = new int[groups];
        this.nextRotation = new int[groups];
        this.neverUsed = new long[groups];
        this.nextSteal = new int[cpus];
        int slots = firstNode + 16;
        this.previous = new int[slots];
        this.following = new int[slots];
        this.kind = new byte[slots];
        this.referenced = new byte[slots];
        this.cpuOf = new short[slots];
        for (int head = 0; head < firstNode; head++) {
            previous[head] = head;
            following[head] = head;
        }
        for (int group = 0; group < groups; group++) {
            nextRotation[group] = list(group, INACTIVE);
            neverUsed[group] = entries / groups;
        }
        for (int cpu = 0; cpu < cpus; cpu++) {
            nextSteal[cpu] = cpu;
        }
    }

    /** Whether all CPUs share the lists. */
    enum Sharing {
        COMMON,
        PER_CPU
    }

    /** Notes that the element was used. */
    void touch(int element) {
        referenced[firstNode + element - 1] = 1;
    }

    /** An element for a new key on this CPU, taken from another key if need be; 0 when there is none. */
    @TruffleBoundary
    int pop(int cpu) {
        int node = perCpu ? popPerCpu(cpu) : popCommon(cpu);
        return node < 0 ? 0 : node - firstNode + 1;
    }

    /** Gives an element back that is no longer in the table. */
    @TruffleBoundary
    void push(int element) {
        int node = firstNode + element - 1;
        if (perCpu) {
            moveWithin(cpuOf[node], node, FREE);
        } else if (kind[node] == LOCAL_PENDING) {
            kind[node] = LOCAL_FREE;
            referenced[node] = 0;
            moveToHead(node, localList(cpuOf[node], LOCAL_FREE));
        } else {
            moveWithin(0, node, FREE);
        }
    }

    private int popPerCpu(int cpu) {
        rotate(cpu);
        int free = list(cpu, FREE);
        if (firstFree(cpu) < 0) {
            shrink(cpu, freeTarget, free, FREE);
        }
        int node = firstFree(cpu);
        if (node >= 0) {
            referenced[node] = 0;
            moveWithin(cpu, node, INACTIVE);
        }
        return node;
    }

    private int popCommon(int cpu) {
        int node = popLocalFree(cpu);
        if (node < 0) {
            refill(cpu);
            node = popLocalFree(cpu);
        }
        if (node < 0) {
            node = steal(cpu);
        }
        if (node >= 0) {
            cpuOf[node] = (short) cpu;
            kind[node] = LOCAL_PENDING;
            referenced[node] = 0;
            addToHead(node, localList(cpu, LOCAL_PENDING));
        }
        return node;
    }

    private int popLocalFree(int cpu) {
        int head = localList(cpu, LOCAL_FREE);
        int node = following[head];
        if (node == head) {
            return -1;
        }
        remove(node);
        return node;
    }

    /** Fills the local free list from the common lists, after what is pending here has joined them. */
    private void refill(int cpu) {
        flushPending(cpu);
        rotate(0);
        int target = localList(cpu, LOCAL_FREE);
        int moved = 0;
        while (moved < freeTarget && firstFree(0) >= 0) {
            moveToFree(0, firstFree(0), target, LOCAL_FREE);
            moved++;
        }
        if (moved < freeTarget) {
            shrink(0, freeTarget - moved, target, LOCAL_FREE);
        }
    }

    private void flushPending(int cpu) {
        int head = localList(cpu, LOCAL_PENDING);
        int node = previous[head];
        while (node != head) {
            int before = previous[node];
            byte target = referenced[node] != 0 ? ACTIVE : INACTIVE;
            count(0, target, 1);
            kind[node] = target;
            referenced[node] = 0;
            moveToHead(node, list(0, target));
            node = before;
        }
    }

    /** Takes a node from the local lists of the CPUs in turn. */
    private int steal(int cpu) {
        int first = nextSteal[cpu];
        int from = first;
        int node;
        do {
            node = popLocalFree(from);
            if (node < 0) {
                node = popPending(from);
            }
            from = from + 1 == cpus ? 0 : from + 1;
        } while (node < 0 && from != first);
        nextSteal[cpu] = from;
        return node;
    }

    /** The oldest pending node that was not used since, else the oldest of all. */
    private int popPending(int cpu) {
        int head = localList(cpu, LOCAL_PENDING);
        for (int round = 0; round < 2; round++) {
            for (int node = previous[head]; node != head; node = previous[node]) {
                if ((referenced[node] == 0 || round == 1) && evict.test(node - firstNode + 1)) {
                    remove(node);
                    return node;
                }
            }
        }
        return -1;
    }

    private void rotate(int group) {
        if (inactiveCount[group] < activeCount[group]) {
            rotateActive(group);
        }
        rotateInactive(group);
    }

    /** From the oldest on, what was used goes round once more, what was not goes to the inactive. */
    private void rotateActive(int group) {
        int head = list(group, ACTIVE);
        int stop = following[head];
        int node = previous[head];
        for (int scanned = 1; node != head; scanned++) {
            int before = previous[node];
            moveWithin(group, node, referenced[node] != 0 ? ACTIVE : INACTIVE);
            if (scanned == scans || node == stop) {
                return;
            }
            node = before;
        }
    }

    /** What was used becomes active; the next rotation goes on where this one ends. */
    private void rotateInactive(int group) {
        int head = list(group, INACTIVE);
        if (following[head] == head) {
            return;
        }
        int last = following[nextRotation[group]];
        if (last == head) {
            last = following[last];
        }
        int current = nextRotation[group];
        int next = head;
        int scanned = 0;
        while (scanned < scans) {
            if (current == head) {
                current = previous[current];
                continue;
            }
            next = previous[current];
            if (referenced[current] != 0) {
                moveWithin(group, current, ACTIVE);
            }
            if (current == last) {
                break;
            }
            current = next;
            scanned++;
        }
        nextRotation[group] = next;
    }

    /** Evicts inactive nodes that were not used; when there are none, any one node. */
    private void shrink(int group, int wanted, int target, byte targetKind) {
        if (shrinkInactive(group, wanted, target, targetKind) > 0) {
            return;
        }
        int inactive = list(group, INACTIVE);
        int head = following[inactive] == inactive ? list(group, ACTIVE) : inactive;
        for (int node = previous[head]; node != head; node = previous[node]) {
            if (evict.test(node - firstNode + 1)) {
                moveToFree(group, node, target, targetKind);
                return;
            }
        }
    }

    private int shrinkInactive(int group, int wanted, int target, byte targetKind) {
        int head = list(group, INACTIVE);
        int node = previous[head];
        int evicted = 0;
        for (int scanned = 1; node != head; scanned++) {
            int before = previous[node];
            if (referenced[node] != 0) {
                moveWithin(group, node, ACTIVE);
            } else if (evict.test(node - firstNode + 1)) {
                moveToFree(group, node, target, targetKind);
                evicted++;
            }
            if (evicted == wanted || scanned == scans) {
                break;
            }
            node = before;
        }
        return evicted;
    }

    private void moveToFree(int group, int node, int target, byte targetKind) {
        stepOverInRotation(group, node);
        count(group, kind[node], -1);
        kind[node] = targetKind;
        moveToHead(node, target);
    }

    private void moveWithin(int group, int node, byte target) {
        if (kind[node] != target) {
            count(group, kind[node], -1);
            count(group, target, 1);
            kind[node] = target;
        }
        referenced[node] = 0;
        stepOverInRotation(group, node);
        moveToHead(node, list(group, target));
    }

    private void stepOverInRotation(int group, int node) {
        if (nextRotation[group] == node) {
            nextRotation[group] = previous[node];
        }
    }

    private void count(int group, byte list, int difference) {
        if (list == ACTIVE) {
            activeCount[group] += difference;
        } else if (list == INACTIVE) {
            inactiveCount[group] += difference;
        }
    }

    /** The first node of the free list, or -1. */
    private int firstFree(int group) {
        int head = list(group, FREE);
        if (following[head] == head && neverUsed[group] > 0) {
            neverUsed[group]--;
            addNode(group, head);
        }
        return following[head] == head ? -1 : following[head];
    }

    private void addNode(int group, int head) {
        int node = firstNode + create.getAsInt() - 1;
        if (node >= previous.length) {
            int slots = node * 2;
            previous = Arrays.copyOf(previous, slots);
            following = Arrays.copyOf(following, slots);
            kind = Arrays.copyOf(kind, slots);
            referenced = Arrays.copyOf(referenced, slots);
            cpuOf = Arrays.copyOf(cpuOf, slots);
        }
        kind[node] = FREE;
        cpuOf[node] = (short) group;
        addToHead(node, head);
    }

    private static int list(int group, byte list) {
        return group * GROUP_LISTS + list;
    }

    private int localList(int cpu, byte list) {
        return groups * GROUP_LISTS + cpu * 2 + list - LOCAL_FREE;
    }

    private void moveToHead(int node, int head) {
        remove(node);
        addToHead(node, head);
    }

    private void remove(int node) {
        following[previous[node]] = following[node];
        previous[following[node]] = previous[node];
    }

    private void addToHead(int node, int head) {
        int first = following[head];
        previous[node] = head;
        following[node] = first;
        following[head] = node;
        previous[first] = node;
    }
}
