package dev.skep.packet.layer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Addresses as people write them, and as they stand in packets. Nobody is ever asked for a name. */
public final class Addresses {
    private static final int MAC_BYTES = 6;
    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    /**
     * The four bytes of {@code 10.0.0.1}.
     *
     * @throws IllegalArgumentException when it is no address
     */
    public static byte[] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(text + ": expected an IPv4 address like 10.0.0.1");
        }
        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++) {
            if (!parts[i].matches("[0-9]{1,3}") || Integer.parseInt(parts[i]) > 255) {
                throw new IllegalArgumentException(text + ": expected an IPv4 address like 10.0.0.1");
            }
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }

    /** Writes four bytes as {@code 10.0.0.1}. */
    public static String ipv4(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    /**
     * The sixteen bytes of {@code 2001:db8::1}; the last four may be written as an IPv4 address.
     *
     * @throws IllegalArgumentException when it is no address
     */
    public static byte[] ipv6(String text) {
        IllegalArgumentException wrong =
                new IllegalArgumentException(text + ": expected an IPv6 address like 2001:db8::1");
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            throw wrong;
        }
        List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap), wrong);
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2), wrong);
        int known = head.size() + tail.size();
        if (gap < 0 ? known != IPV6_GROUPS : known >= IPV6_GROUPS) {
            throw wrong;
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * IPV6_GROUPS);
        head.forEach(group -> bytes.putShort(group.shortValue()));
        bytes.position(2 * (IPV6_GROUPS - tail.size()));
        tail.forEach(group -> bytes.putShort(group.shortValue()));
        return bytes.array();
    }

    private static List<Integer> groups(String text, IllegalArgumentException wrong) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                byte[] last = ipv4(parts[i]);
                groups.add((last[0] & 0xff) << 8 | last[1] & 0xff);
                groups.add((last[2] & 0xff) << 8 | last[3] & 0xff);
            } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                throw wrong;
            }
        }
        return groups;
    }

    /** Writes sixteen bytes as RFC 5952 wants it: lower case, the longest run of zeros left out. */
    public static String ipv6(byte[] bytes) {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int end = i;
            while (end < IPV6_GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    /**
     * The six bytes of {@code 02:00:00:00:00:01}.
     *
     * @throws IllegalArgumentException when it is no address
     */
    public static byte[] mac(String text) {
        if (!text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}")) {
            throw new IllegalArgumentException(text + ": expected a MAC address like 02:00:00:00:00:01");
        }
        return HexFormat.ofDelimiter(":").parseHex(text.toLowerCase(Locale.ROOT));
    }

    /** Writes six bytes as {@code 02:00:00:00:00:01}. */
    public static String mac(byte[] bytes) {
        return HexFormat.ofDelimiter(":").formatHex(bytes, 0, MAC_BYTES);
    }
}
