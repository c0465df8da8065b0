package dev.skep.kernel.map;

import dev.skep.kernel.memory.AddressSpace;

/**
 * Bob Jenkins' hash as Linux has it, over bytes in simulated memory. Counterpart: {@code linux/jhash.h}; for whole
 * words its {@code jhash2} gives what {@code jhash} gives over the same bytes of a little-endian machine, so one
 * function serves both.
 */
final class Jhash {
    private static final int GOLDEN = 0xdeadbeef;

    private Jhash() {}

    /** The hash of {@code length} bytes; {@code seed} is the kernel's {@code initval}. */
    static int hash(AddressSpace memory, long address, int length, int seed) {
        int a = GOLDEN + length + seed;
        int b = a;
        int c = a;
        // the last one to twelve bytes are mixed differently; counted from the length, so that it folds where that is
        // constant
        int last = length == 0 ? 0 : (length - 1) / 12 * 12;
        for (int at = 0; at < last; at += 12) {
            a += memory.readInt(address + at);
            b += memory.readInt(address + at + 4);
            c += memory.readInt(address + at + 8);
            a = (a - c) ^ Integer.rotateLeft(c, 4);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 6);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 8);
            b += a;
            a = (a - c) ^ Integer.rotateLeft(c, 16);
            c += b;
            b = (b - a) ^ Integer.rotateLeft(a, 19);
            a += c;
            c = (c - b) ^ Integer.rotateLeft(b, 4);
            b += a;
        }
        int left = length - last;
        if (left == 0) {
            return c;
        }
        a += word(memory, address + last, left);
        b += word(memory, address + last + 4, left - 4);
        c += word(memory, address + last + 8, left - 8);
        return mixLast(a, b, c);
    }

    private static int mixLast(int first, int second, int third) {
        int a = first;
        int b = second;
        int c = third;
        c = (c ^ b) - Integer.rotateLeft(b, 14);
        a = (a ^ c) - Integer.rotateLeft(c, 11);
        b = (b ^ a) - Integer.rotateLeft(a, 25);
        c = (c ^ b) - Integer.rotateLeft(b, 16);
        a = (a ^ c) - Integer.rotateLeft(c, 4);
        b = (b ^ a) - Integer.rotateLeft(a, 14);
        return (c ^ b) - Integer.rotateLeft(b, 24);
    }

    /** The next four bytes, or as many as there are, with zeros above them. */
    private static int word(AddressSpace memory, long at, int left) {
        if (left >= 4) {
            return memory.readInt(at);
        }
        if (left == 3) {
            return (memory.readShort(at) & 0xffff) | (memory.readByte(at + 2) & 0xff) << 16;
        }
        if (left == 2) {
            return memory.readShort(at) & 0xffff;
        }
        return left == 1 ? memory.readByte(at) & 0xff : 0;
    }
}
