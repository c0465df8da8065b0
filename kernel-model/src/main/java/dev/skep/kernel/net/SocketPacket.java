package dev.skep.kernel.net;

import dev.skep.kernel.memory.AddressSpace;
import java.util.Optional;

/** A packet or piece of a stream at a socket of the machine, as the programs there see it. */
public final class SocketPacket {
    private final NetDevice loopback;
    private final SkBuff skb;

    public SocketPacket(AddressSpace memory, Network net) {
        this.loopback = net.loopback();
        this.skb = new SkBuff(memory, loopback);
    }

    /** What programs get as their context. */
    public SkBuff skb() {
        return skb;
    }

    /**
     * A packet, which programs see from the network header on.
     *
     * @param frame with its Ethernet header
     * @throws IllegalArgumentException if it has none, or is longer than a page holds
     */
    public void frame(byte[] frame) {
        require(frame, NetDevice.HEADER_LENGTH);
        fill(frame);
        Ethernet.receive(skb);
        skb.computeDataPointers();
    }

    /**
     * A piece of a stream, without any header.
     *
     * @throws IllegalArgumentException if it is longer than a page holds
     */
    public void stream(byte[] bytes) {
        require(bytes, 0);
        fill(bytes);
        skb.computeDataPointers();
    }

    private static void require(byte[] bytes, int least) {
        if (bytes.length < least || bytes.length > SkBuff.MAX_INPUT) {
            throw new IllegalArgumentException(
                    "a packet of " + bytes.length + " bytes, expected " + least + " to " + SkBuff.MAX_INPUT);
        }
    }

    private void fill(byte[] bytes) {
        skb.reset(loopback);
        skb.memory().write(skb.data(), bytes, 0, bytes.length);
        skb.put(bytes.length);
    }

    /** It is at this socket. */
    public void of(OpenSocket socket) {
        skb.socket().be(socket);
    }

    /** The bytes as programs left them. */
    public byte[] bytes() {
        return skb.memory().bytes(skb.data(), skb.length());
    }

    /** The socket that a program sends it to instead. */
    public Optional<OpenSocket> target() {
        return Optional.ofNullable(skb.target());
    }
}
