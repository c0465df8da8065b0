package dev.skep.kernel.map;

import dev.skep.kernel.memory.AddressSpace;
import java.util.Arrays;

/**
 * The nodes of a trie of prefixes, by number from 1; 0 is no node. Their bytes (data, then value) are in simulated
 * memory, their links are not, so no program can bend them. Counterpart: {@code struct lpm_trie_node}.
 *
 * <p>What a search looks at lies side by side, four numbers a node:
 *
 * <pre>
 *   4n      4n + 1   4n + 2                        4n + 3
 *   child 0 child 1  prefix in bits, sign: branch  its first 32 bits of data, most significant first
 * </pre>
 *
 * The root is child 0 of no node.
 */
final class LpmNodes {
    private static final int RECORD = 4;
    private static final int PREFIX = 2;
    private static final int WORD = 3;
    private static final int BRANCH = 1 << 31;

    private final AddressSpace memory;
    private final String name;
    private final int dataSize;
    private final int valueOffset;
    private final int valueSize;

    private int[] records = new int[16 * RECORD];
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
        return records[0];
    }

    int child(int node, int side) {
        return records[RECORD * node + side];
    }

    /** Bits that a key must share to belong here. */
    int prefix(int node) {
        return records[RECORD * node + PREFIX] & ~BRANCH;
    }

    /** Whether it is only there because its children part here. */
    boolean isBranch(int node) {
        return records[RECORD * node + PREFIX] < 0;
    }

    long data(int node) {
        return addresses[node];
    }

    long value(int node) {
        return addresses[node] + valueOffset;
    }

    /**
     * The node with the longest prefix that the data at an address begins with, branches left out; 0 when there is
     * none.
     *
     * @param longest no prefix that is longer counts
     */
    int search(long data, int longest) {
        int first = dataSize >= Integer.BYTES ? Integer.reverseBytes(memory.readInt(data)) : 0;
        int[] all = records;
        int found = 0;
        int node = all[0];
        while (node != 0) {
            int record = RECORD * node;
            int tagged = all[record + PREFIX];
            int prefix = tagged & ~BRANCH;
            boolean belongs = prefix <= longest
                    && (prefix <= Integer.SIZE && dataSize >= Integer.BYTES
                            ? Integer.numberOfLeadingZeros(first ^ all[record + WORD]) >= prefix
                            : matching(node, data, longest) >= prefix);
            if (!belongs) {
                break;
            }
            found = tagged < 0 ? found : node;
            if (prefix == dataSize * Byte.SIZE) {
                break;
            }
            int side = prefix < Integer.SIZE && dataSize >= Integer.BYTES
                    ? first >>> Integer.SIZE - 1 - prefix & 1
                    : memory.readByte(data + prefix / Byte.SIZE) >> (Byte.SIZE - 1 - prefix % Byte.SIZE) & 1;
            node = all[record + side];
        }
        return found;
    }

    int bit(int node, int index) {
        return memory.readByte(addresses[node] + index / 8) >> (7 - index % 8) & 1;
    }

    /**
     * How many leading bits the node and the data at an address have in common, at most the shorter of both prefixes.
     */
    int matching(int node, long data, int prefix) {
        int limit = Math.min(prefix(node), prefix);
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
        copyData(node, data);
        memory.copy(value, value(node), valueSize);
        return node;
    }

    /** A branch where the given node parts from others. */
    int createBranch(int prefix, int node) {
        int branch = take(prefix);
        makeBranch(branch);
        copyData(branch, addresses[node]);
        return branch;
    }

    private void copyData(int node, long data) {
        memory.copy(data, addresses[node], dataSize);
        if (dataSize >= Integer.BYTES) {
            records[RECORD * node + WORD] = Integer.reverseBytes(memory.readInt(data));
        }
    }

    private int take(int prefix) {
        int node = unusedCount > 0 ? unused[--unusedCount] : append();
        records[RECORD * node] = 0;
        records[RECORD * node + 1] = 0;
        records[RECORD * node + PREFIX] = prefix;
        return node;
    }

    private int append() {
        long address = memory.allocate(valueOffset + (long) valueSize, 8, "node of " + name);
        highest++;
        if (highest == addresses.length) {
            records = Arrays.copyOf(records, highest * 2 * RECORD);
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
        records[parent == 0 ? 0 : RECORD * parent + side] = node;
    }

    /** Puts a new node in the place of an old one. */
    void replace(int parent, int side, int old, int added) {
        records[RECORD * added] = child(old, 0);
        records[RECORD * added + 1] = child(old, 1);
        attach(parent, side, added);
        free(old);
    }

    void makeBranch(int node) {
        records[RECORD * node + PREFIX] |= BRANCH;
    }

    /** The first node in post-order at or below this one, branches left out. */
    int firstBelow(int from) {
        int first = 0;
        int node = from;
        while (node != 0) {
            if (isBranch(node)) {
                node = child(node, 0);
            } else {
                first = node;
                node = child(node, 0) != 0 ? child(node, 0) : child(node, 1);
            }
        }
        return first;
    }
}
