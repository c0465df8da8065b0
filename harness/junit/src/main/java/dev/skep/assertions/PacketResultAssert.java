package dev.skep.assertions;

import dev.skep.packet.layer.Dissection;
import dev.skep.packet.layer.Layer;
import dev.skep.packet.layer.Packet;
import dev.skep.packet.layer.PacketDiff;
import dev.skep.packet.layer.Protocol;
import dev.skep.testing.PacketResult;
import dev.skep.testing.Redirection;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.ByteArrayAssert;

/** Assertions about what a program made of a packet. */
public final class PacketResultAssert extends AbstractAssert<PacketResultAssert, PacketResult> {
    PacketResultAssert(PacketResult actual) {
        super(actual, PacketResultAssert.class);
    }

    /**
     * The program returned this.
     *
     * @param verdict a name such as {@code XDP_PASS} or {@code TC_ACT_SHOT}; a number where the type has no names
     */
    public PacketResultAssert returned(String verdict) {
        return returnedOneOf(verdict);
    }

    /** The program returned this number. */
    public PacketResultAssert returned(int code) {
        isNotNull();
        if (actual.code() != code) {
            throw failureWithActualExpected(actual.code(), code, "%s (%d), expected %d", actual, actual.code(), code);
        }
        return this;
    }

    /**
     * The packet is dropped: {@code XDP_DROP}, {@code TC_ACT_SHOT}, 0 of a socket filter or a control group, 2
     * ({@code BPF_DROP}) of a light-weight tunnel.
     */
    public PacketResultAssert isDropped() {
        isNotNull();
        return returnedOneOf(
                switch (actual.type()) {
                    case XDP -> "XDP_DROP";
                    case SOCKET_FILTER, CGROUP_SKB -> "0";
                    case LWT_IN, LWT_OUT, LWT_XMIT -> "2";
                    default -> "TC_ACT_SHOT";
                });
    }

    /**
     * The packet goes on its way: {@code XDP_PASS}, {@code TC_ACT_OK} or {@code TC_ACT_UNSPEC}, a length above 0 of a
     * socket filter, 1 or 3 of a control group, 0 ({@code BPF_OK}) of a light-weight tunnel.
     */
    public PacketResultAssert isPassed() {
        isNotNull();
        return switch (actual.type()) {
            case XDP -> returned("XDP_PASS");
            case CGROUP_SKB -> returnedOneOf("1", "3");
            case LWT_IN, LWT_OUT, LWT_XMIT -> returned("0");
            case SOCKET_FILTER -> {
                if (actual.code() == 0) {
                    throw failure("%s, expected a length above 0", actual);
                }
                yield this;
            }
            default -> returnedOneOf("TC_ACT_OK", "TC_ACT_UNSPEC");
        };
    }

    /** The program gave up: {@code XDP_ABORTED}. */
    public PacketResultAssert isAborted() {
        return returned("XDP_ABORTED");
    }

    /** The packet goes back where it came from: {@code XDP_TX}. */
    public PacketResultAssert isSentBack() {
        return returned("XDP_TX");
    }

    /** The packet goes to another device or CPU: {@code XDP_REDIRECT}, {@code TC_ACT_REDIRECT}. */
    public PacketResultAssert isRedirected() {
        return returnedOneOf("XDP_REDIRECT", "TC_ACT_REDIRECT");
    }

    /** The packet goes to the device of this number. */
    public PacketResultAssert isRedirectedTo(int ifindex) {
        return isRedirectedTo(new Redirection.ToDevice(ifindex));
    }

    /** The packet goes to an entry of a redirect map. */
    public PacketResultAssert isRedirectedThrough(String map, int key) {
        return isRedirectedTo(new Redirection.ToMap(map, key));
    }

    private PacketResultAssert isRedirectedTo(Redirection expected) {
        isRedirected();
        Redirection found = actual.redirection().orElse(null);
        if (!expected.equals(found)) {
            throw failureWithActualExpected(
                    found, expected, "%s, redirected to %s, expected %s", actual, found, expected);
        }
        return this;
    }

    /** The packet is as it was. */
    public PacketResultAssert isUnchanged() {
        isNotNull();
        return hasPacket(actual.input());
    }

    /** The packet is not as it was. */
    public PacketResultAssert isChanged() {
        isNotNull();
        if (Arrays.equals(actual.input(), actual.packet())) {
            throw failure("%s: the packet is as it was, expected a changed one", actual);
        }
        return this;
    }

    /** The frame as the program left it. */
    public PacketResultAssert hasPacket(Packet expected) {
        return hasPacket(expected.toBytes());
    }

    /** The frame as the program left it; a failure says layer by layer what is different. */
    public PacketResultAssert hasPacket(byte[] expected) {
        isNotNull();
        if (!Arrays.equals(actual.packet(), expected)) {
            throw failureWithActualExpected(
                    actual.dissection().text(),
                    Dissection.of(expected).text(),
                    "%s and left a packet that differs from the expected one (- expected, + found)\n%s\nfound\n%s",
                    actual,
                    PacketDiff.between(expected, actual.packet()).text(),
                    actual.dissection().text());
        }
        return this;
    }

    /** The packet has exactly these headers, the outermost first; a payload is none. */
    public PacketResultAssert hasLayers(Protocol... expected) {
        isNotNull();
        List<Protocol> found = actual.dissection().layers().stream()
                .map(Layer::protocol)
                .filter(protocol -> protocol != Protocol.DATA && protocol != Protocol.PADDING)
                .toList();
        if (!found.equals(List.of(expected))) {
            throw failureWithActualExpected(
                    found,
                    List.of(expected),
                    "%s and left a packet of %s, expected %s",
                    actual,
                    found,
                    List.of(expected));
        }
        return this;
    }

    /**
     * A field of the outermost header of a protocol: {@code hasField(IPV4, "ttl", 63)}.
     *
     * @throws IllegalArgumentException if the protocol has no field of the name
     */
    public PacketResultAssert hasField(Protocol protocol, String field, long expected) {
        return hasField(protocol, field, Layer.of(protocol).with(field, expected));
    }

    /** A field as packets are written: {@code hasField(IPV4, "src", "10.0.0.1")}. */
    public PacketResultAssert hasField(Protocol protocol, String field, String expected) {
        return hasField(protocol, field, Layer.of(protocol).withText(field, expected));
    }

    private PacketResultAssert hasField(Protocol protocol, String field, Layer expected) {
        isNotNull();
        Layer found = actual.dissection()
                .layer(protocol)
                .orElseThrow(() -> failure(
                        "%s and left a packet without %s\n%s",
                        actual, protocol, actual.dissection().text()));
        Object value = found.values().get(field);
        Object wanted = expected.values().get(field);
        if (!Objects.equals(value, wanted)) {
            throw failureWithActualExpected(
                    value,
                    wanted,
                    "%s and left %s with %s = %s, expected %s\n%s",
                    actual,
                    protocol,
                    field,
                    value,
                    wanted,
                    actual.dissection().text());
        }
        return this;
    }

    /** The program left this in a field of the context that the test gave: {@code hasContext("mark", 7)}. */
    public PacketResultAssert hasContext(String field, long expected) {
        isNotNull();
        Object found = actual.context(field);
        if (!found.equals(expected)) {
            throw failureWithActualExpected(
                    found, expected, "%s and left %s = %s, expected %d", actual, field, found, expected);
        }
        return this;
    }

    /** The frame's size in bytes as the program left it. */
    public PacketResultAssert hasSize(int bytes) {
        isNotNull();
        if (actual.packet().length != bytes) {
            throw failureWithActualExpected(
                    actual.packet().length,
                    bytes,
                    "%s and left a packet of %d bytes, expected %d",
                    actual,
                    actual.packet().length,
                    bytes);
        }
        return this;
    }

    /** Goes on with the bytes of the packet as the program left it. */
    public ByteArrayAssert packet() {
        isNotNull();
        return new ByteArrayAssert(actual.packet());
    }

    private PacketResultAssert returnedOneOf(String... verdicts) {
        isNotNull();
        if (!List.of(verdicts).contains(actual.verdict())) {
            String expected = String.join(" or ", verdicts);
            throw failureWithActualExpected(actual.verdict(), expected, "%s, expected %s", actual, expected);
        }
        return this;
    }
}
