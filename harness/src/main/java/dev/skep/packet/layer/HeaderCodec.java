package dev.skep.packet.layer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Headers as bytes, by the tables of {@link Protocol}. */
final class HeaderCodec {
    private HeaderCodec() {}

    /** The bits of a header all of whose fields are said, and of those that are left out for some other field. */
    static int sizeBytes(Layer header) {
        int bits = 0;
        for (Field field : header.protocol().fields()) {
            if (field.presence().test(header)) {
                bits += field.isNumber()
                        ? field.bits()
                        : Byte.SIZE * header.octets(field.name()).size();
            }
        }
        return bits / Byte.SIZE;
    }

    /** Writes a header all of whose fields are said. */
    static byte[] write(Layer header) {
        byte[] bytes = new byte[sizeBytes(header)];
        int at = 0;
        for (Field field : header.protocol().fields()) {
            if (!field.presence().test(header)) {
                continue;
            }
            if (field.isNumber()) {
                long value = header.number(field.name());
                for (int bit = field.bits() - 1; bit >= 0; bit--) {
                    bytes[at / Byte.SIZE] |= (byte) ((value >>> bit & 1) << 7 - at % Byte.SIZE);
                    at++;
                }
            } else {
                byte[] octets = header.octets(field.name()).toArray();
                System.arraycopy(octets, 0, bytes, at / Byte.SIZE, octets.length);
                at += Byte.SIZE * octets.length;
            }
        }
        return bytes;
    }

    /**
     * Reads a header with all its fields.
     *
     * @param end where the bytes end that it may take
     * @return empty where it is cut off
     */
    static Optional<Layer> read(Protocol protocol, byte[] bytes, int from, int end) {
        Map<String, FieldValue> values = new TreeMap<>();
        long at = (long) Byte.SIZE * from;
        long last = (long) Byte.SIZE * end;
        for (Field field : protocol.fields()) {
            Layer soFar = new Layer(protocol, values);
            if (!field.presence().test(soFar)) {
                continue;
            }
            int bits = field.isNumber()
                    ? field.bits()
                    : Byte.SIZE * Math.max(0, field.octets().applyAsInt(soFar));
            if (at + bits > last) {
                return Optional.empty();
            }
            int offset = (int) (at / Byte.SIZE);
            values.put(
                    field.name(),
                    field.isNumber()
                            ? new FieldValue.Num(number(bytes, at, bits))
                            : Octets.of(bytes, offset, offset + bits / Byte.SIZE));
            at += bits;
        }
        return Optional.of(new Layer(protocol, values));
    }

    private static long number(byte[] bytes, long at, int bits) {
        long value = 0;
        for (long bit = at; bit < at + bits; bit++) {
            value = value << 1 | bytes[(int) (bit / Byte.SIZE)] >> 7 - bit % Byte.SIZE & 1;
        }
        return value;
    }
}
