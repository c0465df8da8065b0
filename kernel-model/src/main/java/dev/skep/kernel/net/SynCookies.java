package dev.skep.kernel.net;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.memory.AddressSpace;

/**
 * SYN cookies: initial sequence numbers from which the answer tells what the SYN said. Counterparts:
 * {@code net/ipv4/syncookies.c}, {@code net/ipv6/syncookies.c}. The keys, chance in the kernel, come from the machine's
 * seed.
 *
 * <pre>
 *   hash(ends) + sequence number + (minutes << 24) + ((hash(ends, minutes) + index of the segment size) & 0xffffff)
 * </pre>
 */
public final class SynCookies {
    private static final int[] SEGMENT_SIZES_IPV4 = {536, 1300, 1440, 1460};
    private static final int[] SEGMENT_SIZES_IPV6 = {1280 - 60, 1480 - 60, 1500 - 60, 9000 - 60};
    private static final int DEFAULT_IPV4 = 536;
    private static final int DEFAULT_IPV6 = 1280 - 60;

    private static final int MINUTES_BITS = 24;
    private static final int MASK = (1 << MINUTES_BITS) - 1;
    private static final int OLDEST_MINUTES = 2;
    private static final int JIFFIES_PER_MINUTE = 60 * 250;

    // struct tcphdr
    private static final int SEQUENCE = 4;
    private static final int ACKNOWLEDGED = 8;
    private static final int DATA_OFFSET = 12;
    private static final int TCP_HEADER = 20;

    // TCP options: kinds, and the length of the one with the segment size.
    private static final int END = 0;
    private static final int PADDING = 1;
    private static final int SEGMENT_SIZE = 2;
    private static final int SEGMENT_SIZE_LENGTH = 4;

    // The keys are independent of one another, and of the one for flow hashes.
    private static final long KEY = 0x9e3779b97f4a7c15L;

    private static final int IPV4_BYTES = 16;
    private static final int IPV6_BYTES = 40;

    private SynCookies() {}

    /**
     * Makes a cookie for the SYN behind these headers, which are whole.
     *
     * @return the cookie, and in the upper half the segment size that it stands for
     */
    @TruffleBoundary
    public static long makeIpv4(Kernel kernel, long ip, long tcp) {
        return make(kernel, endsIpv4(kernel.memory(), ip, tcp), tcp, SEGMENT_SIZES_IPV4, DEFAULT_IPV4);
    }

    /** As {@link #makeIpv4}, for IPv6. */
    @TruffleBoundary
    public static long makeIpv6(Kernel kernel, long ip, long tcp) {
        return make(kernel, endsIpv6(kernel.memory(), ip, tcp), tcp, SEGMENT_SIZES_IPV6, DEFAULT_IPV6);
    }

    /** Whether the acknowledgement behind these headers is of a cookie that was made in the last two minutes. */
    @TruffleBoundary
    public static boolean isIpv4(Kernel kernel, long ip, long tcp) {
        return isCookie(kernel, endsIpv4(kernel.memory(), ip, tcp), tcp);
    }

    /** As {@link #isIpv4}, for IPv6. */
    @TruffleBoundary
    public static boolean isIpv6(Kernel kernel, long ip, long tcp) {
        return isCookie(kernel, endsIpv6(kernel.memory(), ip, tcp), tcp);
    }

    private static long make(Kernel kernel, Ends ends, long tcp, int[] sizes, int whenUnsaid) {
        AddressSpace memory = kernel.memory();
        int said = segmentSize(memory, tcp);
        int wanted = said == 0 ? whenUnsaid : said;
        int index = sizes.length - 1;
        while (index > 0 && wanted < sizes[index]) {
            index--;
        }
        int minutes = minutes(kernel);
        int cookie = ends.hash(kernel, 0, 0)
                + bigEndian(memory, tcp + SEQUENCE)
                + (minutes << MINUTES_BITS)
                + (ends.hash(kernel, minutes, 1) + index & MASK);
        return Integer.toUnsignedLong(cookie) | (long) sizes[index] << Integer.SIZE;
    }

    private static boolean isCookie(Kernel kernel, Ends ends, long tcp) {
        AddressSpace memory = kernel.memory();
        int cookie = bigEndian(memory, tcp + ACKNOWLEDGED) - 1;
        int rest = cookie - (ends.hash(kernel, 0, 0) + bigEndian(memory, tcp + SEQUENCE) - 1);
        int minutes = minutes(kernel);
        int age = minutes - (rest >>> MINUTES_BITS) & 0xff;
        if (age >= OLDEST_MINUTES) {
            return false;
        }
        int index = rest - ends.hash(kernel, minutes - age, 1) & MASK;
        return index < SEGMENT_SIZES_IPV4.length;
    }

    private static int minutes(Kernel kernel) {
        return (int) (kernel.clock().jiffies() / JIFFIES_PER_MINUTE);
    }

    /** What the options say, 0 when they do not. {@code tcp_parse_mss_option}. */
    private static int segmentSize(AddressSpace memory, long tcp) {
        int end = (memory.readByte(tcp + DATA_OFFSET) >> 4 & 0xf) * Integer.BYTES;
        int at = TCP_HEADER;
        int found = 0;
        while (at < end) {
            int kind = memory.readByte(tcp + at);
            if (kind == PADDING) {
                at++;
                continue;
            }
            if (kind == END || end - at < 2) {
                return found;
            }
            int length = memory.readByte(tcp + at + 1) & 0xff;
            if (length < 2 || length > end - at) {
                return found;
            }
            if (kind == SEGMENT_SIZE && length == SEGMENT_SIZE_LENGTH) {
                int size = Short.toUnsignedInt(Short.reverseBytes(memory.readShort(tcp + at + 2)));
                found = size == 0 ? found : size;
            }
            at += length;
        }
        return found;
    }

    private static int bigEndian(AddressSpace memory, long address) {
        return Integer.reverseBytes(memory.readInt(address));
    }

    private static Ends endsIpv4(AddressSpace memory, long ip, long tcp) {
        byte[] bytes = new byte[IPV4_BYTES];
        memory.read(ip + 12, bytes, 0, 8);
        // both ports as one number, the source in its upper half
        memory.read(tcp + 2, bytes, 8, 2);
        memory.read(tcp, bytes, 10, 2);
        return new Ends(bytes, 12);
    }

    private static Ends endsIpv6(AddressSpace memory, long ip, long tcp) {
        byte[] bytes = new byte[IPV6_BYTES];
        memory.read(ip + 8, bytes, 0, 32);
        memory.read(tcp, bytes, 36, 4);
        return new Ends(bytes, 32);
    }

    /** Addresses and ports of both ends as they are hashed, with room for the minutes. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call, compared by nobody
    private record Ends(byte[] bytes, int minutesAt) {
        int hash(Kernel kernel, int minutes, int which) {
            for (int i = 0; i < Integer.BYTES; i++) {
                bytes[minutesAt + i] = (byte) (minutes >>> Byte.SIZE * i);
            }
            return (int) SipHash.of(bytes, bytes.length, kernel.config().seed() ^ KEY, bytes.length + which);
        }
    }
}
