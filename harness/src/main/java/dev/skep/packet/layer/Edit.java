package dev.skep.packet.layer;

import java.util.Arrays;

/** What is done on purpose to the bytes of a packet after its lengths and checksums are right. */
public sealed interface Edit {
    byte[] apply(byte[] bytes);

    /**
     * Only the first bytes stay.
     *
     * @param size how many; a shorter packet stays as it is
     */
    record Truncation(int size) implements Edit {
        public Truncation {
            if (size < 0) {
                throw new IllegalArgumentException("truncate " + size + ": expected at least 0");
            }
        }

        @Override
        public byte[] apply(byte[] bytes) {
            return Arrays.copyOf(bytes, Math.min(size, bytes.length));
        }
    }

    /**
     * Other bytes stand somewhere.
     *
     * @param offset from the first byte of the packet
     */
    record Corruption(int offset, Octets octets) implements Edit {
        public Corruption {
            if (offset < 0) {
                throw new IllegalArgumentException("corrupt " + offset + ": expected an offset of at least 0");
            }
        }

        @Override
        public byte[] apply(byte[] bytes) {
            if ((long) offset + octets.size() > bytes.length) {
                throw new IllegalArgumentException("corrupt " + offset + " " + octets + ": expected bytes within the "
                        + bytes.length + " of the packet");
            }
            byte[] changed = bytes.clone();
            System.arraycopy(octets.toArray(), 0, changed, offset, octets.size());
            return changed;
        }
    }
}
