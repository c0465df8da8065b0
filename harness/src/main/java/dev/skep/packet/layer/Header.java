package dev.skep.packet.layer;

/**
 * A header while a packet is put together. Fields have the names of the text form; the ones that tests set most have
 * methods of their own.
 *
 * @param layer what was said so far
 */
public record Header(Layer layer) {
    /**
     * Says a number.
     *
     * @throws IllegalArgumentException when the header has no such field, or the number does not fit
     */
    public Header set(String field, long value) {
        return new Header(layer.with(field, value));
    }

    /** Says a field as the text form writes it: an address, flags, a name. */
    public Header text(String field, String value) {
        return new Header(layer.withText(field, value));
    }

    /** Says bytes. */
    public Header octets(String field, byte... value) {
        return new Header(layer.with(field, Octets.of(value)));
    }

    /** Time to live of IPv4, hop limit of IPv6. */
    public Header ttl(int value) {
        return set(layer.protocol() == Protocol.IPV6 ? "hops" : "ttl", value);
    }

    /** Flags of TCP ({@code SYN,ACK}) or IPv4 ({@code DF,MF}). */
    public Header flags(String names) {
        return text("flags", names);
    }

    /** Options of TCP ({@code mss 1460,nop,wscale 7}), or bytes ({@code 0x01010101}) of any header that has some. */
    public Header options(String options) {
        return text("options", options);
    }

    /** A checksum on purpose, whatever it should be. */
    public Header checksum(int value) {
        return set("checksum", value);
    }
}
