package dev.skep.packet.layer;

/** How the value of a field follows from the rest of the packet, when nobody says another. */
enum Filling {
    /** It does not: it has its initial value. */
    INITIAL,
    /** The number of the protocol that follows. */
    NEXT_PROTOCOL,
    /** Bytes of the header and of what follows; 0 if these are too many, as in the kernel's BIG TCP. */
    TOTAL_LENGTH,
    /** Bytes of what follows the header; 0 if these are too many (RFC 2675). */
    BODY_LENGTH,
    /** Length of the header in 32-bit words. */
    HEADER_WORDS,
    /** Length of the header in 32-bit words, less two: the authentication header. */
    HEADER_WORDS_LESS_TWO,
    /** Length of the header in 64-bit words, less one: extension headers of IPv6. */
    HEADER_LONGS_LESS_ONE,
    /** Length of the options in 32-bit words. */
    OPTION_WORDS,
    /** The internet checksum of the header. */
    HEADER_CHECKSUM,
    /** The internet checksum of the header and what follows. */
    MESSAGE_CHECKSUM,
    /** The same, and of the addresses of the network layer below. */
    TRANSPORT_CHECKSUM,
    /** Set where the field {@code checksum} is given. */
    HAS_CHECKSUM,
    /** Set where the field {@code key} is given. */
    HAS_KEY,
    /** Set where the field {@code seq} is given. */
    HAS_SEQUENCE;

    boolean isChecksum() {
        return this == HEADER_CHECKSUM || this == MESSAGE_CHECKSUM || this == TRANSPORT_CHECKSUM;
    }
}
