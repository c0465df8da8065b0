package dev.skep.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** What the programs compute, in Java. */
final class Arithmetic {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MULTIPLIER = 1664525;
    private static final int INCREMENT = 1013904223;

    private Arithmetic() {}

    private static long word(byte[] frame, int index) {
        return (long) LONG.get(frame, index * Long.BYTES);
    }

    private static int seed(byte[] frame) {
        return (int) word(frame, 0);
    }

    static int folded(long number) {
        return (int) (number ^ number >>> 32);
    }

    static int mixed(byte[] frame) {
        long hash = word(frame, 0);
        for (int i = 0; i < 1000; i++) {
            hash ^= hash >>> 33;
            hash *= 0xff51afd7ed558ccdL;
            hash += i;
        }
        return folded(hash);
    }

    /** RFC 1071, in the byte order of the machine that the programs are for. */
    static int internetChecksum(byte[] frame, int offset) {
        int sum = 0;
        for (int at = offset; at < frame.length; at += 2) {
            sum += Byte.toUnsignedInt(frame[at]) | Byte.toUnsignedInt(frame[at + 1]) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    /** SipHash-2-4 (Aumasson and Bernstein, 2012) under the key 00 01 .. 0f, of a number of whole words. */
    static long sipHash24(byte[] message, int length) {
        long[] v = {
            0x736f6d6570736575L ^ 0x0706050403020100L,
            0x646f72616e646f6dL ^ 0x0f0e0d0c0b0a0908L,
            0x6c7967656e657261L ^ 0x0706050403020100L,
            0x7465646279746573L ^ 0x0f0e0d0c0b0a0908L
        };
        for (int index = 0; index <= length / Long.BYTES; index++) {
            long word = index < length / Long.BYTES ? word(message, index) : (long) length << 56;
            v[3] ^= word;
            sipRounds(v, 2);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        sipRounds(v, 4);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void sipRounds(long[] v, int rounds) {
        for (int round = 0; round < rounds; round++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13) ^ v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17) ^ v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    /** Places in the sorted table 11, 48, 85, … of 1,024 numbers. */
    static int searches(byte[] frame) {
        int wanted = seed(frame);
        int sum = 0;
        for (int search = 0; search < 8; search++) {
            wanted = wanted * MULTIPLIER + INCREMENT;
            sum += Math.clamp(((wanted & 0x7fff) - 11) / 37, 0, 1023);
        }
        return sum;
    }

    static int linesColonsSpaces(byte[] frame) {
        String text = new String(frame, 54, frame.length - 54, StandardCharsets.ISO_8859_1);
        int lines = text.split("\r\n", -1).length - 1;
        int colons = (int) text.chars().filter(letter -> letter == ':').count();
        int spaces = (int) text.chars().filter(letter -> letter == ' ').count();
        return lines << 20 | colons << 10 | spaces;
    }

    static int keysSeenBefore(byte[] frame) {
        int number = seed(frame);
        Set<Integer> seen = new HashSet<>();
        int found = 0;
        for (int i = 0; i < 16; i++) {
            number = number * MULTIPLIER + INCREMENT;
            if (!seen.add(number >>> 26)) {
                found++;
            }
        }
        return found;
    }

    /** The routes of the trie are numbered by the first byte of what they match. */
    static int highBytes(byte[] frame, int count) {
        int number = seed(frame);
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += number >>> 24;
            number = number * MULTIPLIER + INCREMENT;
        }
        return sum;
    }

    static int chainOfSix(byte[] frame, int times) {
        int x = seed(frame);
        for (int i = 0; i < times; i++) {
            x = (((((((x ^ 1) + 2) ^ 3) + 4) ^ 5) * 7 + 6 + 5) * 5 + 3) * 3 + 1;
        }
        return x;
    }

    static int fowlerNollVo(byte[] frame, int count) {
        long hash = 0xcbf29ce484222325L ^ Integer.toUnsignedLong(seed(frame));
        for (int index = 0; index < count; index++) {
            hash = (hash ^ index) * 0x100000001b3L;
        }
        return folded(hash);
    }

    static int rounds(byte[] frame, int count) {
        long a = word(frame, 0);
        long b = word(frame, 1);
        long c = word(frame, 2);
        for (int constant = 1; constant <= count; constant++) {
            a += b;
            b = Long.rotateLeft(b, 13) ^ a;
            c += a ^ constant;
            a = Long.rotateLeft(a, 32);
            if ((c & 1) != 0) {
                b += c;
            }
        }
        return folded(a ^ b ^ c);
    }
}
