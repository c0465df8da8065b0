package dev.skep.packet.layer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Bytes read as a packet, layer by layer. Any bytes can be read: what is cut off, or unknown, is data. The text form of
 * a dissection, parsed again, gives the same bytes.
 *
 * @param parts the layers, from the outermost in
 */
public record Dissection(List<Part> parts) {
    /** Deeper nesting is data: nobody tunnels so often, and reading hostile packets takes a bounded time. */
    private static final int MAX_LAYERS = 32;

    /**
     * A layer in its place.
     *
     * @param header with all its fields
     * @param said the fields that do not follow from the rest of the packet
     * @param offset of its first byte
     * @param notes what is wrong with it
     */
    public record Part(Layer header, Layer said, int offset, List<String> notes) {
        public Part {
            notes = List.copyOf(notes);
        }
    }

    public Dissection {
        parts = List.copyOf(parts);
    }

    /** Reads a frame that begins with an Ethernet header. */
    public static Dissection of(byte[] frame) {
        return of(frame, Protocol.ETHERNET);
    }

    /** Reads a packet that begins with a header of some protocol. */
    public static Dissection of(byte[] packet, Protocol first) {
        List<Layer> headers = new ArrayList<>();
        Deque<Octets> paddings = new ArrayDeque<>();
        int at = 0;
        int end = packet.length;
        Optional<Protocol> next = Optional.of(first);
        while (next.isPresent() && headers.size() < MAX_LAYERS) {
            Optional<Layer> read = next.flatMap(reading(packet, at, end)).filter(Dissection::hasItsVersion);
            if (read.isEmpty()) {
                break;
            }
            Layer header = read.get();
            headers.add(header);
            at += HeaderCodec.sizeBytes(header);
            int body = declaredBody(header);
            if (body >= 0 && body < end - at) {
                paddings.addFirst(Octets.of(packet, at + body, end));
                end = at + body;
            }
            next = NextProtocol.after(header);
        }
        if (at < end) {
            headers.add(Layer.of(Protocol.DATA).with("data", Octets.of(packet, at, end)));
        }
        paddings.forEach(padding -> headers.add(Layer.of(Protocol.PADDING).with("data", padding)));
        return explained(headers);
    }

    private static Function<Protocol, Optional<Layer>> reading(byte[] packet, int at, int end) {
        return protocol -> HeaderCodec.read(protocol, packet, at, end);
    }

    private static boolean hasItsVersion(Layer header) {
        return switch (header.protocol()) {
            case IPV4 -> header.number("version") == 4;
            case IPV6 -> header.number("version") == 6;
            default -> true;
        };
    }

    /** The bytes that a header says follow it, or less than 0 where it does not say. */
    private static int declaredBody(Layer header) {
        int length = (int) header.number("length");
        int size = HeaderCodec.sizeBytes(header);
        return switch (header.protocol()) {
            case IPV4, UDP -> length - size;
            case IPV6 -> length == 0 && header.number("next") != Numbers.IPV6_NO_NEXT ? -1 : length;
            default -> -1;
        };
    }

    private static Dissection explained(List<Layer> headers) {
        List<Part> parts = new ArrayList<>();
        int offset = 0;
        boolean whole = isWhole(headers);
        byte[][] bodies = bodies(headers);
        for (int i = 0; i < headers.size(); i++) {
            Layer header = headers.get(i);
            Optional<Protocol> next = i + 1 < headers.size()
                    ? Optional.of(headers.get(i + 1).protocol()).filter(protocol -> !protocol.isBytes())
                    : Optional.empty();
            Completion completion = new Completion(headers.subList(0, i), next, bodies[i]);
            Layer said = completion.reduced(header);
            parts.add(new Part(header, said, offset, Remarks.about(header, said, completion, whole)));
            offset += HeaderCodec.sizeBytes(header);
        }
        return new Dissection(parts);
    }

    /** What follows each header, without padding. */
    private static byte[][] bodies(List<Layer> headers) {
        byte[][] bodies = new byte[headers.size()][];
        byte[] body = new byte[0];
        for (int i = headers.size() - 1; i >= 0; i--) {
            bodies[i] = body;
            if (headers.get(i).protocol() != Protocol.PADDING) {
                byte[] header = HeaderCodec.write(headers.get(i));
                byte[] both = Arrays.copyOf(header, header.length + body.length);
                System.arraycopy(body, 0, both, header.length, body.length);
                body = both;
            }
        }
        return bodies;
    }

    /** Whether all that the transport's checksum covers is there: no fragment, and not cut off. */
    private static boolean isWhole(List<Layer> headers) {
        byte[][] bodies = bodies(headers);
        for (int i = 0; i < headers.size(); i++) {
            Layer header = headers.get(i);
            boolean fragment = switch (header.protocol()) {
                case IPV4 -> header.number("offset") != 0 || (header.number("flags") & 1) != 0;
                case FRAGMENT -> header.number("offset") != 0 || header.number("more") != 0;
                default -> false;
            };
            if (fragment || declaredBody(header) > bodies[i].length) {
                return false;
            }
        }
        return true;
    }

    /** The headers with all their fields. */
    public List<Layer> layers() {
        return parts.stream().map(Part::header).toList();
    }

    /** The first header of a protocol. */
    public Optional<Layer> layer(Protocol protocol) {
        return layers().stream().filter(layer -> layer.protocol() == protocol).findFirst();
    }

    /** The payload of the innermost header; none where there is none. */
    public Octets payload() {
        return layer(Protocol.DATA).map(data -> data.octets("data")).orElse(Octets.NONE);
    }

    /** The packet that can be built on: its fields follow from one another wherever they did. */
    public Packet packet() {
        boolean ethernet = !parts.isEmpty() && parts.getFirst().header().protocol() == Protocol.ETHERNET;
        return new Packet(
                parts.stream().map(Part::said).toList(), List.of(), ethernet ? Packet.Link.ETHERNET : Packet.Link.NONE);
    }

    /** A line for each layer that says what does not follow from the others, with all its data, and what is wrong. */
    public String notation() {
        return lines(LayerText.Data.WHOLE);
    }

    /** The same for people: long data is cut short. */
    public String text() {
        return lines(LayerText.Data.SHORT);
    }

    private String lines(LayerText.Data data) {
        String start = packet().link() == Packet.Link.NONE ? "bare\n" : "";
        return parts.stream()
                .map(part -> LayerText.line(part.header(), part.said(), data)
                        + (part.notes().isEmpty() ? "" : "  # " + String.join("; ", part.notes()))
                        + "\n")
                .collect(Collectors.joining("", start, ""));
    }

    @Override
    public String toString() {
        return text();
    }
}
