package dev.skep.kernel.map;

import static dev.skep.kernel.Errno.EEXIST;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOSPC;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;

/**
 * BPF_MAP_TYPE_LPM_TRIE: the value of the longest prefix that a key begins with. Counterpart:
 * {@code kernel/bpf/lpm_trie.c}.
 *
 * <pre>
 *   key:    prefix length in bits, four bytes | data, most significant bit first
 *
 *   192.168.0.0/16                              a node's children differ in the bit behind its prefix;
 *     ├─0─ 192.168.0.0/23 (branch)              a branch is where two prefixes part: it has two children,
 *     │      ├─0─ 192.168.0.0/24                no value, and no lookup finds it
 *     │      └─1─ 192.168.1.0/24
 *     └─1─ 192.168.128.0/24
 * </pre>
 */
final class LpmTrie extends BpfMap {
    private static final int LARGEST_DATA = 256;
    private static final int NODE_HEADER = 40;

    private final int dataSize;
    private final int longest;
    private final LpmNodes nodes;
    private long count;

    LpmTrie(MapCreation creation) {
        check(creation);
        super(creation);
        dataSize = keySize - 4;
        longest = dataSize * 8;
        nodes = new LpmNodes(memory, name(), dataSize, valueSize);
    }

    private static void check(MapCreation creation) {
        MapSpec spec = creation.spec();
        creation.require(spec.maxEntries() != 0, EINVAL, "max_entries 0");
        creation.require(spec.has(MapFlags.NO_PREALLOC), EINVAL, "map_flags without NO_PREALLOC");
        creation.requireFlags(MapFlags.NO_PREALLOC | MapFlags.NUMA_NODE | MapFlags.ACCESS);
        long key = Integer.toUnsignedLong(spec.keySize());
        creation.require(
                key >= 5 && key <= 4 + LARGEST_DATA,
                EINVAL,
                "key_size " + key + ", expected 5 to " + (4 + LARGEST_DATA));
        long value = Integer.toUnsignedLong(spec.valueSize());
        long largest = HashRules.KMALLOC_MAX - LARGEST_DATA - NODE_HEADER;
        creation.require(value >= 1 && value <= largest, EINVAL, "value_size " + value + ", expected 1 to " + largest);
    }

    private int prefixLength(long key) {
        return memory.readInt(key);
    }

    private boolean isTooLong(int prefix) {
        return Integer.compareUnsigned(prefix, longest) > 0;
    }

    @Override
    public long lookup(int cpu, long key) {
        int prefix = prefixLength(key);
        if (isTooLong(prefix)) {
            return 0;
        }
        int found = nodes.search(key + 4, prefix);
        return found == 0 ? 0 : nodes.value(found);
    }

    private int bit(long key, int index) {
        return memory.readByte(key + 4 + index / 8) >> (7 - index % 8) & 1;
    }

    @Override
    @TruffleBoundary
    public int update(int cpu, long key, long value, long flags) {
        int prefix = prefixLength(key);
        if (Long.compareUnsigned(flags, UpdateFlags.EXIST) > 0 || isTooLong(prefix)) {
            return EINVAL.result();
        }
        int parent = 0;
        int side = 0;
        int node = nodes.root();
        int matching = 0;
        while (node != 0) {
            matching = nodes.matching(node, key + 4, prefix);
            if (nodes.prefix(node) != matching || nodes.prefix(node) == prefix) {
                break;
            }
            parent = node;
            side = bit(key, nodes.prefix(node));
            node = nodes.child(node, side);
        }
        boolean replaces = node != 0 && nodes.prefix(node) == matching;
        int refusal = replaces && !nodes.isBranch(node) ? refuseReplacing(flags) : refuseAdding(flags);
        if (refusal != 0) {
            return refusal;
        }
        int added = nodes.create(prefix, key + 4, value);
        if (replaces) {
            nodes.replace(parent, side, node, added);
        } else if (node == 0) {
            nodes.attach(parent, side, added);
        } else {
            insertAbove(node, matching, added, parent, side);
        }
        return 0;
    }

    private int refuseReplacing(long flags) {
        return flags == UpdateFlags.NOEXIST ? EEXIST.result() : 0;
    }

    private int refuseAdding(long flags) {
        if (flags == UpdateFlags.EXIST) {
            return ENOENT.result();
        }
        if (count == maxEntries) {
            return ENOSPC.result();
        }
        count++;
        return 0;
    }

    /** Puts a new node above one that it is a prefix of, or beside it under a new branch. */
    private void insertAbove(int node, int matching, int added, int parent, int side) {
        int nodeSide = nodes.bit(node, matching);
        if (matching == nodes.prefix(added)) {
            nodes.attach(added, nodeSide, node);
            nodes.attach(parent, side, added);
            return;
        }
        int branch = nodes.createBranch(matching, node);
        nodes.attach(branch, nodeSide, node);
        nodes.attach(branch, 1 - nodeSide, added);
        nodes.attach(parent, side, branch);
    }

    @Override
    @TruffleBoundary
    public int delete(int cpu, long key) {
        int prefix = prefixLength(key);
        if (isTooLong(prefix)) {
            return EINVAL.result();
        }
        int grandparent = 0;
        int grandSide = 0;
        int parent = 0;
        int side = 0;
        int node = nodes.root();
        int matching = 0;
        while (node != 0) {
            matching = nodes.matching(node, key + 4, prefix);
            if (nodes.prefix(node) != matching || nodes.prefix(node) == prefix) {
                break;
            }
            grandparent = parent;
            grandSide = side;
            parent = node;
            side = bit(key, nodes.prefix(node));
            node = nodes.child(node, side);
        }
        if (node == 0 || nodes.prefix(node) != prefix || matching != prefix || nodes.isBranch(node)) {
            return ENOENT.result();
        }
        count--;
        int left = nodes.child(node, 0);
        int right = nodes.child(node, 1);
        if (left != 0 && right != 0) {
            nodes.makeBranch(node);
        } else if (left == 0 && right == 0 && parent != 0 && nodes.isBranch(parent)) {
            nodes.attach(grandparent, grandSide, nodes.child(parent, 1 - side));
            nodes.free(parent);
            nodes.free(node);
        } else {
            nodes.attach(parent, side, left != 0 ? left : right);
            nodes.free(node);
        }
        return 0;
    }

    /** Longer prefixes come before the shorter ones that they begin with: the trie in post-order. */
    @Override
    @TruffleBoundary
    int nextKey(long key, long next) {
        if (nodes.root() == 0) {
            return ENOENT.result();
        }
        int following = key == 0 || isTooLong(prefixLength(key)) ? nodes.firstBelow(nodes.root()) : behind(key);
        if (following == 0) {
            return ENOENT.result();
        }
        memory.writeInt(next, nodes.prefix(following));
        memory.copy(nodes.data(following), next + 4, dataSize);
        return 0;
    }

    /** The node behind the one with exactly this key, 0 at the end; the first of all when there is no such node. */
    private int behind(long key) {
        int prefix = prefixLength(key);
        int[] path = new int[longest + 1];
        int depth = 0;
        int node = nodes.root();
        int matching = 0;
        while (node != 0) {
            path[depth] = node;
            matching = nodes.matching(node, key + 4, prefix);
            if (nodes.prefix(node) != matching || nodes.prefix(node) == prefix) {
                break;
            }
            depth++;
            node = nodes.child(node, bit(key, nodes.prefix(node)));
        }
        if (node == 0 || nodes.prefix(node) != matching || nodes.isBranch(node)) {
            return nodes.firstBelow(nodes.root());
        }
        for (; depth > 0; depth--) {
            int parent = path[depth - 1];
            int right = nodes.child(parent, 1);
            if (nodes.child(parent, 0) == path[depth] && right != 0) {
                return nodes.firstBelow(right);
            }
            if (!nodes.isBranch(parent)) {
                return parent;
            }
        }
        return 0;
    }
}
