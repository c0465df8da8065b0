package dev.skep.packet.layer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Layers as lines of text; {@link PacketParser} reads them. */
final class LayerText {
    private static final int SHORT_BYTES = 32;
    private static final int REPEATS = 8;

    /** How much of a payload is written. */
    enum Data {
        WHOLE,
        SHORT
    }

    private LayerText() {}

    /**
     * One line without its end.
     *
     * @param header with all its fields
     * @param said the fields to be written, beside those that always are
     */
    static String line(Layer header, Layer said, Data data) {
        Protocol protocol = header.protocol();
        if (protocol.isBytes()) {
            return protocol.label() + " " + data(header.octets("data"), data);
        }
        StringBuilder line = new StringBuilder(protocol.label());
        List<String> lead = protocol.lead();
        for (int i = 0; i < lead.size(); i++) {
            line.append(i == 0 ? " " : " > ").append(value(header, lead.get(i)));
        }
        for (Field field : protocol.fields()) {
            boolean wanted = said.says(field.name()) || field.shown() && header.says(field.name());
            if (wanted && !lead.contains(field.name())) {
                line.append(' ').append(field.name()).append(' ').append(value(header, field.name()));
            }
        }
        return line.toString();
    }

    /** A field as it is written. */
    static String value(Layer header, String name) {
        return header.protocol()
                .field(name)
                .map(field -> field.form().print(header.values().getOrDefault(name, field.initial())))
                .orElse("");
    }

    private static String data(Octets octets, Data data) {
        byte[] bytes = octets.toArray();
        if (bytes.length > REPEATS && isOneByte(bytes)) {
            return "0x" + octets.hex().substring(0, 2) + " * " + bytes.length;
        }
        boolean cut = data == Data.SHORT && bytes.length > SHORT_BYTES;
        Octets shown = cut ? octets.slice(0, SHORT_BYTES) : octets;
        String text = isText(bytes) ? quoted(shown.toArray()) : shown.toString();
        return cut ? text + "...  # " + bytes.length + " bytes" : text;
    }

    private static boolean isOneByte(byte[] bytes) {
        for (byte each : bytes) {
            if (each != bytes[0]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(byte[] bytes) {
        for (byte each : bytes) {
            boolean printable = each >= ' ' && each <= '~' || each == '\n' || each == '\r' || each == '\t';
            if (!printable) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    private static String quoted(byte[] bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (char each : new String(bytes, StandardCharsets.US_ASCII).toCharArray()) {
            switch (each) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                default -> text.append(each);
            }
        }
        return text.append('"').toString();
    }
}
