package dev.skep.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The {@code __sk_buff} that the recorder sent in with each frame, and the fields that it wrote down of the one that
 * came out.
 */
final class SkBuffContext {
    static final int SIZE = 192;

    private static final int CB = 48;
    private static final int TSTAMP = 152;

    /** Fields of 32 bits by name, with their offsets in {@code struct __sk_buff}. */
    private enum Field {
        len(0),
        pkt_type(4),
        mark(8),
        queue_mapping(12),
        protocol(16),
        vlan_present(20),
        vlan_tci(24),
        vlan_proto(28),
        priority(32),
        ingress_ifindex(36),
        ifindex(40),
        tc_index(44),
        hash(68),
        tc_classid(72),
        wire_len(160),
        gso_segs(164),
        gso_size(176);

        private final int offset;

        Field(int offset) {
            this.offset = offset;
        }
    }

    private SkBuffContext() {}

    static byte[] goingIn(int frame) {
        ByteBuffer context = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        context.putInt(Field.mark.offset, 0x1000 + frame);
        context.putInt(Field.priority.offset, 0x2000 + frame);
        context.putInt(Field.ingress_ifindex.offset, 1);
        context.putInt(Field.ifindex.offset, 1);
        int[] cb = {frame, 0x11111111, 0x22222222, 0x33333333, 0x44444444};
        for (int i = 0; i < cb.length; i++) {
            context.putInt(CB + 4 * i, cb[i]);
        }
        context.putLong(TSTAMP, 1_000_000_000L * frame);
        context.putInt(Field.wire_len.offset, 1500 + frame);
        if (frame % 3 == 0) {
            context.putInt(Field.gso_segs.offset, 3);
            context.putInt(Field.gso_size.offset, 1000);
        }
        return context.array();
    }

    /** Compares what came out with the recorded fields; gives the differences, empty if there are none. */
    static String differences(byte[] out, JsonTree expected) {
        ByteBuffer context = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder differences = new StringBuilder();
        for (Field field : Field.values()) {
            compare(
                    differences,
                    field.name(),
                    Integer.toUnsignedLong(context.getInt(field.offset)),
                    expected.number(field.name(), 0));
        }
        compare(differences, "tstamp", context.getLong(TSTAMP), expected.number("tstamp", 0));
        List<?> cb = expected.list("cb");
        for (int i = 0; i < cb.size(); i++) {
            compare(differences, "cb[" + i + "]", Integer.toUnsignedLong(context.getInt(CB + 4 * i)), (long)
                    (Long) cb.get(i));
        }
        return differences.toString();
    }

    private static void compare(StringBuilder differences, String field, long found, long expected) {
        if (found != expected) {
            differences
                    .append(' ')
                    .append(field)
                    .append(": ")
                    .append(found)
                    .append(", expected ")
                    .append(expected);
        }
    }
}
