package dev.skep.packet.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two packets compared layer by layer.
 *
 * @param lines what differs, for people; none where nothing does
 */
public record PacketDiff(List<String> lines) {
    private static final int CONTEXT_BYTES = 8;

    public PacketDiff {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Lines with their ends. */
    public String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Override
    public String toString() {
        return text();
    }

    /** Compares frames that begin with Ethernet headers. */
    public static PacketDiff between(byte[] expected, byte[] actual) {
        return between(Dissection.of(expected), Dissection.of(actual));
    }

    /**
     * Compares packets. A layer that only one of them has stands with {@code -} (expected, not there) or {@code +}
     * (there, not expected) before it.
     */
    public static PacketDiff between(Dissection expected, Dissection actual) {
        List<Dissection.Part> left = expected.parts();
        List<Dissection.Part> right = actual.parts();
        int[][] common = common(left, right);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            if (i < left.size() && j < right.size() && isSame(left.get(i), right.get(j))) {
                compare(left.get(i++).header(), right.get(j++).header(), lines);
            } else if (j == right.size() || i < left.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + line(left.get(i++)));
            } else {
                lines.add("+ " + line(right.get(j++)));
            }
        }
        return new PacketDiff(lines);
    }

    private static boolean isSame(Dissection.Part left, Dissection.Part right) {
        return left.header().protocol() == right.header().protocol();
    }

    private static String line(Dissection.Part part) {
        return LayerText.line(part.header(), part.said(), LayerText.Data.SHORT);
    }

    /** How many layers can be matched from each pair of places on: the longest common subsequence. */
    private static int[][] common(List<Dissection.Part> left, List<Dissection.Part> right) {
        int[][] common = new int[left.size() + 1][right.size() + 1];
        for (int i = left.size() - 1; i >= 0; i--) {
            for (int j = right.size() - 1; j >= 0; j--) {
                common[i][j] = isSame(left.get(i), right.get(j))
                        ? 1 + common[i + 1][j + 1]
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static void compare(Layer expected, Layer actual, List<String> lines) {
        Protocol protocol = expected.protocol();
        if (protocol.isBytes()) {
            compareBytes(protocol.label(), expected.octets("data"), actual.octets("data"), lines);
            return;
        }
        for (Field field : protocol.fields()) {
            String name = field.name();
            if (expected.says(name) || actual.says(name)) {
                String before = expected.says(name) ? LayerText.value(expected, name) : "nothing";
                String after = actual.says(name) ? LayerText.value(actual, name) : "nothing";
                if (!before.equals(after)) {
                    lines.add("  " + protocol.label() + " " + name + ": expected " + before + ", was " + after);
                }
            }
        }
    }

    private static void compareBytes(String label, Octets expected, Octets actual, List<String> lines) {
        int at = Arrays.mismatch(expected.toArray(), actual.toArray());
        if (at < 0) {
            return;
        }
        lines.add("  " + label + " byte " + at + ": expected " + from(expected, at) + " (" + expected.size()
                + " bytes), was " + from(actual, at) + " (" + actual.size() + " bytes)");
    }

    private static String from(Octets octets, int at) {
        return octets.size() <= at
                ? "the end"
                : octets.slice(at, Math.min(octets.size(), at + CONTEXT_BYTES)).toString();
    }
}
