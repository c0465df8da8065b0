package dev.skep.speed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The frame that programs are timed on when nobody gives a capture: an HTTP request that fills an Ethernet frame. */
public final class SampleFrame {
    private static final int SIZE = 1514;

    /** Ethernet, IPv4 (10.0.0.1 to 10.0.0.2, 1,500 bytes), TCP (port 40000 to 80). */
    private static final String HEADERS = "525400123456" + "525400654321" + "0800"
            + "450005dc1c4640004006052b0a0000010a000002" + "9c4000500000000100000001501800ff00000000";

    private static final String REQUEST = "GET /index.html HTTP/1.1\r\nHost: skep.dev\r\n";
    private static final String LINE = "X-Line-%02d: the quick brown fox jumps over the lazy dog\r\n";

    private SampleFrame() {}

    /** A new copy of its bytes. */
    public static byte[] bytes() {
        byte[] headers = HexFormat.of().parseHex(HEADERS);
        StringBuilder text = new StringBuilder(REQUEST);
        for (int line = 0; headers.length + text.length() < SIZE; line++) {
            text.append(LINE.replace("%02d", Integer.toString(line + 10)));
        }
        byte[] request = text.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] frame = Arrays.copyOf(headers, SIZE);
        System.arraycopy(request, 0, frame, headers.length, SIZE - headers.length);
        return frame;
    }
}
