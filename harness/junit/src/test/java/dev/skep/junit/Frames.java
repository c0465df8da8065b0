package dev.skep.junit;

import java.nio.ByteBuffer;

/** Frames that the tests here need: as few bytes as the programs look at. */
final class Frames {
    private static final int ETHERNET = 14;

    private Frames() {}

    /** An Ethernet frame with a TCP segment without payload that opens a connection; checksums are zero. */
    static byte[] tcpSyn(String source, String destination, int port) {
        ByteBuffer frame = ByteBuffer.allocate(60);
        frame.putShort(12, (short) 0x0800);
        frame.position(ETHERNET);
        frame.put((byte) 0x45)
                .put((byte) 0)
                .putShort((short) 40)
                .putInt(0)
                .put((byte) 64)
                .put((byte) 6)
                .putShort((short) 0);
        frame.put(address(source)).put(address(destination));
        frame.putShort((short) 40_000).putShort((short) port).putInt(1).putInt(0);
        frame.put((byte) 0x50).put((byte) 2).putShort((short) 64_240);
        return frame.array();
    }

    static byte[] address(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return bytes;
    }
}
