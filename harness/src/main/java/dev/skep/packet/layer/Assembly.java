package dev.skep.packet.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Layers put together, from the innermost out, since lengths and checksums cover what follows.
 *
 * @param layers with all their fields
 * @param bytes what they are on the wire
 */
record Assembly(List<Layer> layers, byte[] bytes) {
    /**
     * Completes the headers and writes them.
     *
     * @throws IllegalArgumentException when a header says a field that has no place in it, or padding is not at the end
     */
    static Assembly of(List<Layer> said) {
        List<Layer> layers = new ArrayList<>(said);
        byte[] padding = new byte[0];
        byte[] body = new byte[0];
        boolean inside = false;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Layer layer = layers.get(i);
            if (layer.protocol() == Protocol.PADDING) {
                if (inside) {
                    throw new IllegalArgumentException("padding before "
                            + layers.get(i + 1).protocol().label() + ": expected it at the end of a packet");
                }
                padding = concat(layer.octets("data").toArray(), padding);
                continue;
            }
            inside = true;
            Optional<Protocol> next = i + 1 < layers.size()
                    ? Optional.of(layers.get(i + 1).protocol()).filter(protocol -> !protocol.isBytes())
                    : Optional.empty();
            Layer complete = new Completion(layers.subList(0, i), next, body).complete(layer);
            layers.set(i, complete);
            body = concat(HeaderCodec.write(complete), body);
        }
        return new Assembly(List.copyOf(layers), concat(body, padding));
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        byte[] both = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, both, head.length, tail.length);
        return both;
    }
}
