package dev.skep.packet;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block format. Blocks that hold no packet and describe no interface are passed over, as the format asks.
 *
 * <pre>
 *   block  type(4) length(4) body(length - 12) length(4)
 * </pre>
 */
final class PcapngReader implements CaptureReader {
    /** A palindrome, so that it reads the same in either byte order. */
    static final int SECTION_HEADER = 0x0a0d0d0a;

    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    private static final int OPTION_TIMESTAMP_RESOLUTION = 9;
    private static final int OPTION_TIMESTAMP_OFFSET = 14;
    private static final int BLOCK_OVERHEAD = 12;
    private static final int MAX_INTERFACES = 65_536;
    /** Room for a frame and for any options that a sane writer puts beside it. */
    private static final int MAX_BLOCK_BYTES = 16 << 20;

    private final CaptureInput input;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private LinkType linkType = LinkType.ETHERNET;
    private TimestampResolution resolution = TimestampResolution.MICROSECONDS;
    private long frames;

    /**
     * What an interface description block says of the packets that refer to it.
     *
     * @param unitsPerSecond how many of its timestamp units make a second
     */
    private record CaptureInterface(LinkType linkType, long snapLength, long unitsPerSecond, long offsetSeconds) {
        long toNanoseconds(long units) {
            long seconds = Long.divideUnsigned(units, unitsPerSecond);
            long rest = Long.remainderUnsigned(units, unitsPerSecond);
            long fraction = BigInteger.valueOf(rest)
                    .multiply(BigInteger.valueOf(1_000_000_000L))
                    .divide(BigInteger.valueOf(unitsPerSecond))
                    .longValue();
            return (seconds + offsetSeconds) * 1_000_000_000L + fraction;
        }
    }

    PcapngReader(CaptureInput input) throws IOException {
        this.input = input;
        readSectionHeader();
    }

    @Override
    public @Nullable Frame next() throws IOException {
        while (true) {
            long start = input.position();
            ByteBuffer head = input.readOrEnd(4, order, "block type");
            if (head == null) {
                return null;
            }
            int type = head.getInt(0);
            if (type == SECTION_HEADER) {
                readSectionHeader();
                continue;
            }
            ByteBuffer body = readBody(start);
            Frame frame = switch (type) {
                case INTERFACE_DESCRIPTION -> {
                    addInterface(body, start);
                    yield null;
                }
                case ENHANCED_PACKET -> timestamped(body, start, 0, body.remaining() < 4 ? 0 : body.getInt(0));
                case PACKET -> timestamped(body, start, 0, body.remaining() < 2 ? 0 : body.getShort(0) & 0xffff);
                case SIMPLE_PACKET -> simple(body, start);
                default -> null;
            };
            if (frame != null) {
                return frame;
            }
        }
    }

    /** Reads the rest of a section header block, whose type was read; a new section forgets the interfaces. */
    private void readSectionHeader() throws IOException {
        long start = input.position() - 4;
        ByteBuffer head = input.read(8, ByteOrder.BIG_ENDIAN, "section header");
        int magic = head.getInt(4);
        if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
            throw input.malformed(start + 8, "byte-order magic 0x%08x, expected 0x1a2b3c4d", magic);
        }
        order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        long length = Integer.toUnsignedLong(head.order(order).getInt(0));
        checkLength(start, length, 28);
        ByteBuffer rest = input.read((int) length - 12, order, "section header");
        int major = rest.getShort(0) & 0xffff;
        if (major != 1) {
            throw input.malformed(start + 12, "pcapng version %d, expected 1", major);
        }
        checkTrailer(start, length, rest.getInt(rest.limit() - 4));
        interfaces.clear();
    }

    private ByteBuffer readBody(long start) throws IOException {
        long length =
                Integer.toUnsignedLong(input.read(4, order, "block length").getInt(0));
        checkLength(start, length, BLOCK_OVERHEAD);
        ByteBuffer body = input.read((int) length - 8, order, "block");
        checkTrailer(start, length, body.getInt(body.limit() - 4));
        return body.limit(body.limit() - 4);
    }

    private void checkLength(long start, long length, int minimum) {
        if (length < minimum || length > MAX_BLOCK_BYTES || length % 4 != 0) {
            throw input.malformed(
                    start + 4,
                    "block length %d, expected a multiple of 4 from %d to %d",
                    length,
                    minimum,
                    MAX_BLOCK_BYTES);
        }
    }

    private void checkTrailer(long start, long length, int trailer) {
        if (Integer.toUnsignedLong(trailer) != length) {
            throw input.malformed(
                    start + length - 4,
                    "trailing block length %d, expected %d as at the block's start",
                    Integer.toUnsignedLong(trailer),
                    length);
        }
    }

    private void addInterface(ByteBuffer body, long start) {
        need(body, start, 8, "interface description");
        if (interfaces.size() == MAX_INTERFACES) {
            throw input.malformed(start, "more than %d interfaces", MAX_INTERFACES);
        }
        long unitsPerSecond = 1_000_000;
        long offsetSeconds = 0;
        int at = 8;
        while (at + 4 <= body.limit()) {
            int code = body.getShort(at) & 0xffff;
            int size = body.getShort(at + 2) & 0xffff;
            int value = at + 4;
            if (code == 0) {
                break;
            }
            if (value + size > body.limit()) {
                throw input.malformed(
                        start + 8 + at,
                        "option %d of %d bytes, %d left in its block",
                        code,
                        size,
                        body.limit() - value);
            }
            if (code == OPTION_TIMESTAMP_RESOLUTION && size >= 1) {
                unitsPerSecond = unitsPerSecond(body.get(value), start + 8 + value);
            } else if (code == OPTION_TIMESTAMP_OFFSET && size >= 8) {
                offsetSeconds = body.getLong(value);
            }
            at = value + (size + 3 & ~3);
        }
        if (unitsPerSecond > 1_000_000) {
            resolution = TimestampResolution.NANOSECONDS;
        }
        LinkType link = new LinkType(body.getShort(0) & 0xffff);
        if (frames == 0 && interfaces.isEmpty()) {
            linkType = link;
        }
        interfaces.add(
                new CaptureInterface(link, Integer.toUnsignedLong(body.getInt(4)), unitsPerSecond, offsetSeconds));
    }

    /** The top bit chooses powers of two over powers of ten; the rest is the negative exponent. */
    private long unitsPerSecond(byte resolution, long offset) {
        int exponent = resolution & 0x7f;
        boolean binary = resolution < 0;
        if (exponent > (binary ? 62 : 18)) {
            throw input.malformed(
                    offset, "timestamp resolution %s^-%d is finer than can be kept", binary ? "2" : "10", exponent);
        }
        return binary ? 1L << exponent : BigInteger.TEN.pow(exponent).longValueExact();
    }

    /** An enhanced packet block, or the obsolete packet block, which differs in its interface field only. */
    private Frame timestamped(ByteBuffer body, long start, int at, int interfaceId) {
        need(body, start, at + 20, "packet");
        CaptureInterface source = interfaceOf(interfaceId, start);
        long units = Integer.toUnsignedLong(body.getInt(at + 4)) << 32 | Integer.toUnsignedLong(body.getInt(at + 8));
        long captured = Integer.toUnsignedLong(body.getInt(at + 12));
        return frame(body, start, at + 20, captured, body.getInt(at + 16), source, source.toNanoseconds(units));
    }

    private Frame simple(ByteBuffer body, long start) {
        need(body, start, 4, "simple packet");
        CaptureInterface source = interfaceOf(0, start);
        long original = Integer.toUnsignedLong(body.getInt(0));
        long captured = source.snapLength() == 0 ? original : Math.min(original, source.snapLength());
        return frame(body, start, 4, captured, body.getInt(0), source, 0);
    }

    private Frame frame(
            ByteBuffer body,
            long start,
            int at,
            long captured,
            int original,
            CaptureInterface source,
            long timestampNs) {
        int limit = Math.min(MAX_FRAME_BYTES, body.limit() - at);
        if (captured > limit) {
            throw input.malformed(
                    start, "captured length %d of frame %d, expected at most %d", captured, frames + 1, limit);
        }
        byte[] data = new byte[(int) captured];
        body.get(at, data);
        linkType = source.linkType();
        frames++;
        return new Frame(frames, timestampNs, original, data);
    }

    private CaptureInterface interfaceOf(int id, long start) {
        if (id < 0 || id >= interfaces.size()) {
            throw input.malformed(
                    start,
                    "frame %d is of interface %d, %d are described before it",
                    frames + 1,
                    Integer.toUnsignedLong(id),
                    interfaces.size());
        }
        return interfaces.get(id);
    }

    private void need(ByteBuffer body, long start, int size, String what) {
        if (body.limit() < size) {
            throw input.malformed(start, "%s block with %d bytes, expected at least %d", what, body.limit(), size);
        }
    }

    @Override
    public LinkType linkType() {
        return linkType;
    }

    @Override
    public TimestampResolution resolution() {
        return resolution;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
