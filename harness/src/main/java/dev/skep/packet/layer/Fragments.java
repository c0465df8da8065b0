package dev.skep.packet.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts packets into fragments as routers (RFC 791, 3.2) and senders (RFC 8200, 4.5) do. */
final class Fragments {
    private static final int UNIT = 8;

    private Fragments() {}

    static List<Packet> of(Packet packet, int size) {
        if (size <= 0 || size % UNIT != 0) {
            throw new IllegalArgumentException("fragments of " + size + " bytes: expected a multiple of " + UNIT);
        }
        List<Layer> said = packet.whole();
        int network = 0;
        while (network < said.size() && !said.get(network).protocol().isNetwork()) {
            network++;
        }
        if (network == said.size()) {
            throw new IllegalArgumentException("fragments of a packet without IPv4 and IPv6");
        }
        List<Layer> complete = packet.assembly().layers();
        byte[] body = body(complete.subList(network + 1, complete.size()));
        List<Packet> fragments = new ArrayList<>();
        for (int from = 0; from < body.length; from += size) {
            int to = Math.min(body.length, from + size);
            List<Layer> layers = new ArrayList<>(said.subList(0, network));
            boolean more = to < body.length;
            layers.addAll(
                    complete.get(network).protocol() == Protocol.IPV4
                            ? ipv4(said.get(network), complete.get(network), from, more)
                            : ipv6(said.get(network), complete.get(network), from, more));
            layers.add(Layer.of(Protocol.DATA).with("data", Octets.of(Arrays.copyOfRange(body, from, to))));
            fragments.add(new Packet(layers, List.of(), packet.link()));
        }
        return fragments;
    }

    private static byte[] body(List<Layer> layers) {
        byte[] body = new byte[0];
        for (Layer layer : layers) {
            byte[] header = layer.protocol() == Protocol.PADDING ? new byte[0] : HeaderCodec.write(layer);
            int before = body.length;
            body = Arrays.copyOf(body, before + header.length);
            System.arraycopy(header, 0, body, before, header.length);
        }
        return body;
    }

    private static List<Layer> ipv4(Layer said, Layer complete, int from, boolean more) {
        long otherFlags = complete.number("flags") & ~1L;
        return List.of(said.with("protocol", complete.number("protocol"))
                .with("offset", complete.number("offset") + from / UNIT)
                .with("flags", otherFlags | (more ? 1 : complete.number("flags") & 1)));
    }

    private static List<Layer> ipv6(Layer said, Layer complete, int from, boolean more) {
        return List.of(
                said,
                Layer.of(Protocol.FRAGMENT)
                        .with("next", complete.number("next"))
                        .with("offset", from / UNIT)
                        .with("more", more ? 1 : 0));
    }
}
