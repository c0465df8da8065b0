package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EINVAL;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes of a {@code struct __sk_buff} that go into a test run and come out of it. Counterparts:
 * {@code convert___skb_to_skb} and {@code convert_skb_to___skb}.
 */
final class SkBuffImage {
    static final int SIZE = 192;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int MARK = 8;
    private static final int PRIORITY = 32;
    private static final int INGRESS_IFINDEX = 36;
    private static final int IFINDEX = 40;
    private static final int CB = 48;
    private static final int CB_END = 68;
    private static final int TSTAMP = 152;
    private static final int WIRE_LEN = 160;
    private static final int GSO_SEGS = 164;
    private static final int GSO_SIZE = 176;
    private static final int HWTSTAMP = 184;

    /** Pairs of offsets between which everything must be 0. */
    private static final int[] ZEROS = {
        0,
        MARK,
        MARK + 4,
        PRIORITY,
        IFINDEX + 4,
        CB,
        CB_END,
        TSTAMP,
        GSO_SEGS + 4,
        GSO_SIZE,
        GSO_SIZE + 4,
        HWTSTAMP,
        HWTSTAMP + 8,
        SIZE
    };

    /** {@code GSO_MAX_SEGS} and {@code GSO_LEGACY_MAX_SIZE}. */
    private static final int MAX_SEGMENTS = 0xffff;

    private static final int MAX_WIRE_LENGTH = 0x10000;

    private SkBuffImage() {}

    static int ifindex(byte[] image) {
        return (int) INT.get(image, IFINDEX);
    }

    /** Sets what may be set; 0 or {@code -EINVAL}. */
    static int read(byte[] image, SkBuff skb) {
        for (int i = 0; i < ZEROS.length; i += 2) {
            for (int at = ZEROS[i]; at < ZEROS[i + 1]; at++) {
                if (image[at] != 0) {
                    return EINVAL.result();
                }
            }
        }
        skb.mark((int) INT.get(image, MARK));
        skb.priority((int) INT.get(image, PRIORITY));
        skb.ingressIfindex((int) INT.get(image, INGRESS_IFINDEX));
        skb.timestamp((long) LONG.get(image, TSTAMP));
        for (int i = 0; i < PacketControl.WORDS; i++) {
            skb.control().word(i, (int) INT.get(image, CB + i * Integer.BYTES));
        }
        return readLengths(image, skb);
    }

    private static int readLengths(byte[] image, SkBuff skb) {
        int wireLength = (int) INT.get(image, WIRE_LEN);
        if (wireLength == 0) {
            skb.control().wireLength(skb.length());
        } else if (Integer.compareUnsigned(wireLength, skb.length()) < 0
                || Integer.compareUnsigned(wireLength, MAX_WIRE_LENGTH) > 0) {
            return EINVAL.result();
        } else {
            skb.control().wireLength(wireLength);
        }
        int segments = (int) INT.get(image, GSO_SEGS);
        if (Integer.compareUnsigned(segments, MAX_SEGMENTS) > 0) {
            return EINVAL.result();
        }
        skb.offload().segments(segments);
        skb.offload().segmentSize((int) INT.get(image, GSO_SIZE));
        skb.offload().hardwareTimestamp((long) LONG.get(image, HWTSTAMP));
        return 0;
    }

    /** Brings the fields up to date that a program may have changed. */
    static void write(SkBuff skb, byte[] image) {
        INT.set(image, MARK, skb.mark());
        INT.set(image, PRIORITY, skb.priority());
        INT.set(image, INGRESS_IFINDEX, skb.ingressIfindex());
        INT.set(image, IFINDEX, skb.device().ifindex());
        LONG.set(image, TSTAMP, skb.timestamp());
        for (int i = 0; i < PacketControl.WORDS; i++) {
            INT.set(image, CB + i * Integer.BYTES, skb.control().word(i));
        }
        INT.set(image, WIRE_LEN, skb.control().wireLength());
        INT.set(image, GSO_SEGS, skb.offload().segments());
        LONG.set(image, HWTSTAMP, skb.offload().hardwareTimestamp());
    }
}
