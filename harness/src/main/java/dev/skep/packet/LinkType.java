package dev.skep.packet;

/**
 * The link layer of a capture's frames, as numbered in the registry of LINKTYPE values.
 *
 * @param number the registered number
 */
public record LinkType(int number) {
    /** Frames begin with an Ethernet header: the only link layer that network programs are run on. */
    public static final LinkType ETHERNET = new LinkType(1);

    @Override
    public String toString() {
        return switch (number) {
            case 0 -> "NULL";
            case 1 -> "ETHERNET";
            case 101 -> "RAW";
            case 105 -> "IEEE802_11";
            case 113 -> "LINUX_SLL";
            case 127 -> "IEEE802_11_RADIOTAP";
            case 228 -> "IPV4";
            case 229 -> "IPV6";
            case 276 -> "LINUX_SLL2";
            default -> "number " + number;
        };
    }
}
