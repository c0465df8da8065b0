package dev.skep.kernel.map;

import dev.skep.kernel.memory.AddressSpace;
import java.util.Arrays;

/**
 * The nodes of a trie of prefixes, by number from 1; 0 is no node. Their bytes (data, then value) are in simulated
 * memory, their links are not, so no program can bend them. Counterpart: {@code struct lpm_trie_node}.
 */
final class LpmNodes {
    private final AddressSpace memory;
    private final String name;
    private final int dataSize;
    private final int valueOffset;
    private final int valueSize;

    /** Children of node n at 2n and 2n + 1; the root is child 0 of no node. */
    private int[] children = new int[32];

    private int[] prefixes = new int[16];
    private boolean[] branches = new boolean[16];
    private long[] addresses = new long[16];
    private int highest;
    private int[] unused = new int[16];
    private int unusedCount;

    LpmNodes(AddressSpace memory, String name, int dataSize, int valueSize) {
        this.memory = memory;
        this.name = name;
        this.dataSize = dataSize;
        this.valueOffset = (dataSize + 7) & -8;
        this.valueSize = valueSize;
    }

    int root() {
        return children[0];
    }

    int child(int node, int side) {
        return children[2 * node + side];
    }

    /** Bits that a key must share to belong here. */
    int prefix(int node) {
        return prefixes[node];
    }

    /** Whether it is only there because its children part here. */
    boolean isBranch(int node) {
        return branches[node];
    }

    long data(int node) {
        return addresses[node];
    }

    long value(int node) {
        return addresses[node] + valueOffset;
    }

    int bit(int node, int index) {
        return memory.readByte(addresses[node] + index / 8) >> (7 - index % 8) & 1;
    }

    /**
     * How many leading bits the node and the data at an address have in common, at most the shorter of both prefixes.
     */
    int matching(int node, long data, int prefix) {
        int limit = Math.min(prefixes[node], prefix);
        long own = addresses[node];
        int bits = 0;
        int at = 0;
        while (dataSize - at >= 4) {
            int difference = Integer.reverseBytes(memory.readInt(own + at) ^ memory.readInt(data + at));
            bits += Integer.numberOfLeadingZeros(difference);
            if (bits >= limit || difference != 0) {
                return Math.min(bits, limit);
            }
            at += 4;
        }
        while (at < dataSize) {
            int difference = (memory.readByte(own + at) ^ memory.readByte(data + at)) & 0xff;
            bits += Integer.numberOfLeadingZeros(difference) - 24;
            if (bits >= limit || difference != 0) {
                return Math.min(bits, limit);
            }
            at++;
        }
        return Math.min(bits, limit);
    }

    /** A node without children, its data and value copied from these addresses. */
    int create(int prefix, long data, long value) {
        int node = take(prefix);
        memory.copy(data, addresses[node], dataSize);
        memory.copy(value, value(node), valueSize);
        return node;
    }

    /** A branch where the given node parts from others. */
    int createBranch(int prefix, int node) {
        int branch = take(prefix);
        branches[branch] = true;
        memory.copy(addresses[node], addresses[branch], dataSize);
        return branch;
    }

    private int take(int prefix) {
        int node = unusedCount > 0 ? unused[--unusedCount] : append();
        prefixes[node] = prefix;
        branches[node] = false;
        children[2 * node] = 0;
        children[2 * node + 1] = 0;
        return node;
    }

    private int append() {
        long address = memory.allocate(valueOffset + (long) valueSize, 8, "node of " + name);
        highest++;
        if (highest == prefixes.length) {
            children = Arrays.copyOf(children, highest * 4);
            prefixes = Arrays.copyOf(prefixes, highest * 2);
            branches = Arrays.copyOf(branches, highest * 2);
            addresses = Arrays.copyOf(addresses, highest * 2);
        }
        addresses[highest] = address;
        return highest;
    }

    void free(int node) {
        if (unusedCount == unused.length) {
            unused = Arrays.copyOf(unused, unusedCount * 2);
        }
        unused[unusedCount] = node;
        unusedCount++;
    }

    /** Makes a node, or none, the child of another; of 0, the root. */
    void attach(int parent, int side, int node) {
        children[parent == 0 ? 0 : 2 * parent + side] = node;
    }

    /** Puts a new node in the place of an old one. */
    void replace(int parent, int side, int old, int added) {
        children[2 * added] = children[2 * old];
        children[2 * added + 1] = children[2 * old + 1];
        attach(parent, side, added);
        free(old);
    }

    void makeBranch(int node) {
        branches[node] = true;
    }

    /** The first node in post-order at or below this one, branches left out. */
    int firstBelow(int from) {
        int first = 0;
        int node = from;
        while (node != 0) {
            if (branches[node]) {
                node = children[2 * node];
            } else {
                first = node;
                node = children[2 * node] != 0 ? children[2 * node] : children[2 * node + 1];
            }
        }
        return first;
    }
}
