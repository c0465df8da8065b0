package dev.skep.packet.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Says the fields of a header that nobody said.
 *
 * @param below the layers before it, of which the nearest network layer's addresses go into checksums
 * @param next what follows
 * @param body the bytes that follow, without padding
 */
record Completion(List<Layer> below, Optional<Protocol> next, byte[] body) {
    private static final int ADDRESS_BYTES = 16;
    private static final int SEGMENT_ROUTING = 4;

    /**
     * The header with all its fields.
     *
     * @throws IllegalArgumentException when it says a field that has no place in it
     */
    Layer complete(Layer said) {
        Layer header = filled(said);
        for (Field field : header.protocol().fields()) {
            FieldValue value = said.values().get(field.name());
            if (value != null && !field.presence().test(header)) {
                throw new IllegalArgumentException(header.protocol().label() + " " + field.name() + ": "
                        + field.form().print(value) + ", expected none in such a header");
            }
        }
        return header;
    }

    /** The header with all its fields, and those that it says though they have no place in it. */
    Layer filled(Layer said) {
        Layer header = withLengths(said, padded(withoutLengths(said)));
        for (Field field : header.protocol().fields()) {
            if (field.filling().isChecksum()
                    && !said.says(field.name())
                    && field.presence().test(header)) {
                header = header.with(field.name(), checksum(header.with(field.name(), 0), field.filling()));
            }
        }
        return header;
    }

    /**
     * The header without what would be the same if nobody said it, so that completing gives it again.
     *
     * @param header with all its fields
     */
    Layer reduced(Layer header) {
        Layer said = header;
        // What is checksummed may take long to compute, so this comes when all else is known; and whether there is a
        // checksum at all can only be left open where its value is said.
        for (Predicate<Filling> turn : List.<Predicate<Filling>>of(
                filling -> !filling.isChecksum() && filling != Filling.HAS_CHECKSUM,
                Filling::isChecksum,
                filling -> filling == Filling.HAS_CHECKSUM)) {
            for (Field field : header.protocol().fields()) {
                Layer without = said.without(field.name());
                if (turn.test(field.filling()) && filled(without).equals(header)) {
                    said = without;
                }
            }
        }
        return said;
    }

    /** Says the fields that do not depend on how long anything is. */
    private Layer withoutLengths(Layer said) {
        Layer header = said;
        for (Field field : said.protocol().fields()) {
            String name = field.name();
            if (said.says(name)) {
                continue;
            }
            header = switch (field.filling()) {
                case HAS_CHECKSUM -> header.with(name, said.says("checksum") ? 1 : 0);
                case HAS_KEY -> header.with(name, said.says("key") ? 1 : 0);
                case HAS_SEQUENCE -> header.with(name, said.says("seq") ? 1 : 0);
                case NEXT_PROTOCOL -> header.with(name, NextProtocol.numberIn(said.protocol(), next));
                default -> field.presence().test(header) ? header.with(name, field.initial()) : header;
            };
        }
        return header;
    }

    /** Options that fill the header up to a multiple of what its length counts in. */
    private static Layer padded(Layer header) {
        Field last = header.protocol().fields().getLast();
        int missing = -HeaderCodec.sizeBytes(header) & lengthUnit(header.protocol()) - 1;
        if (missing == 0 || last.isNumber()) {
            return header;
        }
        byte[] options = header.octets(last.name()).toArray();
        byte[] longer = Arrays.copyOf(options, options.length + missing);
        if (missing > 1 && takesPadN(header.protocol())) {
            longer[options.length] = 1;
            longer[options.length + 1] = (byte) (missing - 2);
        }
        return header.with(last.name(), Octets.of(longer));
    }

    private static int lengthUnit(Protocol protocol) {
        int unit = 1;
        for (Field field : protocol.fields()) {
            unit = switch (field.filling()) {
                case HEADER_WORDS, HEADER_WORDS_LESS_TWO, OPTION_WORDS -> 4;
                case HEADER_LONGS_LESS_ONE -> 8;
                default -> unit;
            };
        }
        return unit;
    }

    /** Whether its options are filled up by an option that says how much it fills (RFC 8200, 4.2). */
    private static boolean takesPadN(Protocol protocol) {
        return protocol == Protocol.HOP_BY_HOP || protocol == Protocol.DESTINATION_OPTIONS;
    }

    private Layer withLengths(Layer said, Layer start) {
        Layer header = start;
        int size = HeaderCodec.sizeBytes(start);
        for (Field field : header.protocol().fields()) {
            if (said.says(field.name()) || !field.presence().test(header)) {
                continue;
            }
            int length = switch (field.filling()) {
                case TOTAL_LENGTH -> size + body.length;
                case BODY_LENGTH -> body.length;
                case HEADER_WORDS -> size / 4;
                case HEADER_WORDS_LESS_TWO -> size / 4 - 2;
                case HEADER_LONGS_LESS_ONE -> size / 8 - 1;
                case OPTION_WORDS -> header.octets("options").size() / 4;
                default -> -1;
            };
            if (length >= 0) {
                header = header.with(field.name(), length >>> field.bits() == 0 ? length : 0);
            }
        }
        return header;
    }

    private int checksum(Layer header, Filling kind) {
        InternetChecksum sum = new InternetChecksum().add(HeaderCodec.write(header));
        if (kind != Filling.HEADER_CHECKSUM) {
            sum.add(body);
        }
        if (kind == Filling.TRANSPORT_CHECKSUM) {
            addPseudoHeader(sum, header);
        }
        int value = sum.value();
        // A zero says that there is none, so UDP sends the other zero of one's complement (RFC 768).
        return value == 0 && header.protocol() == Protocol.UDP ? 0xffff : value;
    }

    private void addPseudoHeader(InternetChecksum sum, Layer header) {
        int at = below.size() - 1;
        while (at >= 0 && !below.get(at).protocol().isNetwork()) {
            at--;
        }
        if (at < 0) {
            return;
        }
        Layer network = below.get(at);
        sum.add(NextProtocol.ipProtocol(header.protocol())).add(HeaderCodec.sizeBytes(header) + body.length);
        if (network.protocol() == Protocol.IPV4) {
            sum.add((int) network.number("src")).add((int) network.number("dst"));
        } else {
            sum.add(address(network, "src")).add(finalDestination(network, below.subList(at + 1, below.size())));
        }
    }

    private static byte[] address(Layer network, String name) {
        return network.says(name) ? network.octets(name).toArray() : new byte[ADDRESS_BYTES];
    }

    /** Where a routing header that has segments left sends the packet in the end (RFC 8200, 8.1; RFC 8754, 2). */
    private static byte[] finalDestination(Layer network, List<Layer> above) {
        for (Layer layer : above) {
            Octets route = layer.octets("addresses");
            if (layer.protocol() == Protocol.ROUTING && layer.number("left") > 0 && route.size() >= 4 + ADDRESS_BYTES) {
                return layer.number("type") == SEGMENT_ROUTING
                        ? route.slice(4, 4 + ADDRESS_BYTES).toArray()
                        : route.slice(route.size() - ADDRESS_BYTES, route.size())
                                .toArray();
            }
        }
        return address(network, "dst");
    }
}
