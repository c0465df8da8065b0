package dev.skep.packet.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the text form of packets: layers on lines of their own, or with slashes between them.
 *
 * <pre>
 *   packet  layer ((newline | "/") layer)*
 *   layer   LABEL [VALUE | VALUE ">" VALUE] (FIELD VALUE)*
 *           "data" BYTES | "padding" BYTES                  BYTES is "text" or 0xHEX, "* N" repeats it
 *           "bare"                                          no Ethernet header in front
 *           "truncate" SIZE | "corrupt" OFFSET 0xHEX        done at last
 * </pre>
 */
final class PacketParser {
    /** No frame that anything here takes is longer. */
    private static final int MAX_DATA_BYTES = 262_144;

    private final List<Token> tokens;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private Packet.Link link = Packet.Link.ETHERNET;
    private int at;

    private PacketParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Packet parse(String text) {
        PacketParser parser = new PacketParser(Token.of(text));
        while (parser.at < parser.tokens.size()) {
            parser.layer();
        }
        return new Packet(parser.layers, parser.edits, parser.link);
    }

    private void layer() {
        Token word = tokens.get(at++);
        switch (word.text()) {
            case Token.SEPARATOR -> {}
            case "bare" -> {
                link = Packet.Link.NONE;
                end();
            }
            case "truncate" -> {
                edits.add(new Edit.Truncation((int) number("a size", MAX_DATA_BYTES)));
                end();
            }
            case "corrupt" -> {
                int offset = (int) number("an offset", MAX_DATA_BYTES);
                edits.add(new Edit.Corruption(offset, bytes()));
                end();
            }
            default -> layers.add(header(word));
        }
    }

    private Layer header(Token word) {
        Protocol protocol = Protocol.labelled(word.text())
                .orElseThrow(() -> word.wrong(word.text() + ": expected one of " + labels()));
        if (protocol.isBytes()) {
            Layer data = Layer.of(protocol).with("data", bytes());
            end();
            return data;
        }
        Layer header = lead(protocol);
        while (at < tokens.size() && !tokens.get(at).isSeparator()) {
            Token name = tokens.get(at++);
            if (protocol.field(name.text()).isEmpty()) {
                throw name.wrong(
                        protocol.label() + ": no field " + name.text() + ", expected one of " + protocol.fieldNames());
            }
            header = with(header, name.text(), value(protocol.label() + " " + name.text()));
        }
        return header;
    }

    private static String labels() {
        return Arrays.stream(Protocol.values()).map(Protocol::label).collect(Collectors.joining(", "))
                + ", bare, truncate, corrupt";
    }

    private Layer lead(Protocol protocol) {
        Layer header = Layer.of(protocol);
        List<String> names = protocol.lead();
        boolean given = !names.isEmpty()
                && peek().filter(token -> !isField(protocol, token)).isPresent();
        if (!given) {
            return header;
        }
        header = with(header, names.getFirst(), value(protocol.label()));
        if (names.size() == 2) {
            Token arrow = value(protocol.label());
            if (!arrow.text().equals(">")) {
                throw arrow.wrong(arrow.text() + ": expected > and a " + protocol.label() + " " + names.getLast());
            }
            header = with(header, names.getLast(), value(protocol.label()));
        }
        return header;
    }

    private static boolean isField(Protocol protocol, Token token) {
        return token.isSeparator() || protocol.field(token.text()).isPresent();
    }

    private Optional<Token> peek() {
        return at < tokens.size() ? Optional.of(tokens.get(at)) : Optional.empty();
    }

    private static Layer with(Layer header, String name, Token value) {
        try {
            return header.withText(name, value.text());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String label = header.protocol().label() + " " + name;
            throw value.wrong(message.startsWith(label) ? message : label + ": " + message);
        }
    }

    private Token value(String of) {
        if (at >= tokens.size() || tokens.get(at).isSeparator()) {
            Token before = tokens.get(at - 1);
            throw before.wrong(of + ": nothing follows " + before.text() + ", expected a value");
        }
        return tokens.get(at++);
    }

    private void end() {
        if (at < tokens.size() && !tokens.get(at).isSeparator()) {
            throw tokens.get(at).wrong(tokens.get(at).text() + ": expected the end of the layer");
        }
    }

    private long number(String what, long max) {
        Token token = value(what);
        long number;
        try {
            number = ((FieldValue.Num) FieldForm.DECIMAL.parse(token.text())).value();
        } catch (IllegalArgumentException e) {
            throw token.wrong(String.valueOf(e.getMessage()));
        }
        if (number < 0 || number > max) {
            throw token.wrong(token.text() + ": expected " + what + " of 0.." + max);
        }
        return number;
    }

    private Octets bytes() {
        Token token = value("bytes");
        byte[] once;
        if (token.isQuoted()) {
            once = unquoted(token);
        } else {
            try {
                once = ((Octets) FieldForm.BYTES.parse(token.text())).toArray();
            } catch (IllegalArgumentException e) {
                throw token.wrong(token.text() + ": expected \"text\" or bytes like 0x0a0b");
            }
        }
        if (peek().filter(next -> next.text().equals("*")).isEmpty()) {
            return Octets.of(once);
        }
        at++;
        int times = (int) number("a number of times", once.length == 0 ? 0 : MAX_DATA_BYTES / once.length);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(once);
        }
        return Octets.of(all.toByteArray());
    }

    private static byte[] unquoted(Token token) {
        String text = token.text();
        StringBuilder bytes = new StringBuilder();
        int i = 0;
        while (++i < text.length() - 1) {
            char here = text.charAt(i);
            if (here != '\\') {
                bytes.append(here);
                continue;
            }
            i++;
            bytes.append(
                    switch (text.charAt(i)) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        case '0' -> '\0';
                        case '"' -> '"';
                        case '\\' -> '\\';
                        default ->
                            throw token.wrong(text + ": \\" + text.charAt(i) + ", expected \\n \\r \\t \\0 \\\" \\\\");
                    });
        }
        return bytes.toString().getBytes(StandardCharsets.UTF_8);
    }
}
