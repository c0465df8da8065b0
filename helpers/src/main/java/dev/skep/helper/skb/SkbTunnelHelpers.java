package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENOENT;
import static dev.skep.kernel.Errno.ENOMEM;
import static dev.skep.kernel.Errno.EPROTO;
import static dev.skep.kernel.program.HelperFamily.LWT_XMIT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.PacketTunnel;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tunnel metadata and transformation state of a packet. */
public abstract class SkbTunnelHelpers {
    private static final long U32 = 0xffff_ffffL;

    // BPF_F_*
    private static final long F_TUNINFO_IPV6 = 1;
    private static final long F_ZERO_CSUM_TX = 1 << 1;
    private static final long F_DONT_FRAGMENT = 1 << 2;
    private static final long F_SEQ_NUMBER = 1 << 3;
    private static final long F_NO_TUNNEL_KEY = 1 << 4;
    private static final long F_TUNINFO_FLAGS = 1 << 4;

    // struct bpf_tunnel_key
    private static final int REMOTE = 4;
    private static final int AFTER_REMOTE_IPV4 = 8;
    private static final int TOS = 20;
    private static final int TTL = 21;
    private static final int EXT = 22;
    private static final int LABEL = 24;
    private static final int LOCAL = 28;
    private static final int KEY_SIZE = 44;

    private SkbTunnelHelpers() {}

    /** The tunnel that the packet came through. */
    @Helper(
            id = 20,
            families = {TC, LWT_XMIT})
    static long bpf_skb_get_tunnel_key(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(PTR_TO_UNINIT_MEM) long key,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags) {
        PacketTunnel tunnel = in.context(skb, SkBuff.class).tunnel();
        int result = checkAsked(tunnel, (int) size, flags);
        long count = size & U32;
        in.memory().fill(key, count, (byte) 0);
        if (result == 0) {
            byte[] image = new byte[KEY_SIZE];
            describe(tunnel, flags, ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
            in.memory().write(key, image, 0, (int) count);
        }
        return result;
    }

    /** The tunnel that the packet is to go through. */
    @Helper(
            id = 21,
            families = {TC, LWT_XMIT})
    static long bpf_skb_set_tunnel_key(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(PTR_TO_RDONLY_MEM) long key,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags) {
        if ((flags & ~(F_TUNINFO_IPV6 | F_ZERO_CSUM_TX | F_DONT_FRAGMENT | F_SEQ_NUMBER | F_NO_TUNNEL_KEY)) != 0
                || !isKeySize((int) size)) {
            return EINVAL.result();
        }
        long image = in.memory().allocate(KEY_SIZE, Long.BYTES, "bpf_tunnel_key");
        in.memory().copy(key, image, size & U32);
        int result = set(in, in.context(skb, SkBuff.class).tunnel(), image, flags);
        in.memory().free(image);
        return result;
    }

    /** The options of the tunnel that the packet came through. */
    @Helper(
            id = 29,
            families = {TC, LWT_XMIT})
    static long bpf_skb_get_tunnel_opt(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(PTR_TO_UNINIT_MEM) long opt, @Arg(CONST_SIZE) long size) {
        PacketTunnel tunnel = in.context(skb, SkBuff.class).tunnel();
        long room = size & U32;
        in.memory().fill(opt, room, (byte) 0);
        if (!tunnel.isPresent() || (tunnel.flags() & PacketTunnel.OPTIONS) == 0) {
            return ENOENT.result();
        }
        if (room < tunnel.optionsLength()) {
            return ENOMEM.result();
        }
        in.memory().write(opt, tunnel.options(), 0, tunnel.optionsLength());
        return tunnel.optionsLength();
    }

    /** The options of the tunnel that the packet is to go through. */
    @Helper(
            id = 30,
            families = {TC, LWT_XMIT})
    static long bpf_skb_set_tunnel_opt(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(PTR_TO_RDONLY_MEM) long opt, @Arg(CONST_SIZE) long size) {
        PacketTunnel tunnel = in.context(skb, SkBuff.class).tunnel();
        long length = size & U32;
        if (!tunnel.isPresent() || length % Integer.BYTES != 0) {
            return EINVAL.result();
        }
        if (length > PacketTunnel.MAX_OPTIONS) {
            return ENOMEM.result();
        }
        tunnel.options(in.memory(), opt, (int) length);
        return 0;
    }

    /** The packet's transformation (IPsec) state at an index. */
    @Helper(id = 66, families = TC)
    static long bpf_skb_get_xfrm_state(
            Invocation in,
            @Arg(PTR_TO_CTX) long skb,
            @Arg(ANYTHING) long index,
            @Arg(PTR_TO_UNINIT_MEM) long xfrmState,
            @Arg(CONST_SIZE) long size,
            @Arg(ANYTHING) long flags) {
        in.context(skb, SkBuff.class);
        in.memory().fill(xfrmState, size & U32, (byte) 0);
        return EINVAL.result();
    }

    private static int checkAsked(PacketTunnel tunnel, int size, long flags) {
        if (!tunnel.isPresent() || (flags & ~(F_TUNINFO_IPV6 | F_TUNINFO_FLAGS)) != 0) {
            return EINVAL.result();
        }
        if (tunnel.isIpv6() != ((flags & F_TUNINFO_IPV6) != 0)) {
            return EPROTO.result();
        }
        boolean tooShort = size == AFTER_REMOTE_IPV4 && tunnel.isIpv6();
        return isKeySize(size) && !tooShort ? 0 : EINVAL.result();
    }

    /** The struct grew over time; programs may know an older one. */
    private static boolean isKeySize(int size) {
        return switch (size) {
            case KEY_SIZE, LOCAL, LABEL, EXT, AFTER_REMOTE_IPV4 -> true;
            default -> false;
        };
    }

    private static void describe(PacketTunnel tunnel, long flags, ByteBuffer image) {
        image.putInt(0, tunnel.id());
        image.put(REMOTE, tunnel.remote());
        image.put(TOS, (byte) tunnel.typeOfService());
        image.put(TTL, (byte) tunnel.timeToLive());
        if ((flags & F_TUNINFO_FLAGS) != 0) {
            image.order(ByteOrder.BIG_ENDIAN).putShort(EXT, (short) tunnel.flags());
            image.order(ByteOrder.LITTLE_ENDIAN);
        }
        image.putInt(LABEL, tunnel.label());
        image.put(LOCAL, tunnel.local());
    }

    private static int set(Invocation in, PacketTunnel tunnel, long image, long flags) {
        AddressSpace memory = in.memory();
        boolean ipv6 = (flags & F_TUNINFO_IPV6) != 0;
        int label = memory.readInt(image + LABEL);
        if (!ipv6 && label != 0 || memory.readShort(image + EXT) != 0) {
            return EINVAL.result();
        }
        tunnel.begin(
                memory.readInt(image),
                memory.readByte(image + TOS),
                memory.readByte(image + TTL),
                PacketTunnel.NO_CACHE
                        | bit(flags, F_DONT_FRAGMENT, PacketTunnel.DONT_FRAGMENT)
                        | bit(~flags, F_ZERO_CSUM_TX, PacketTunnel.CHECKSUM)
                        | bit(flags, F_SEQ_NUMBER, PacketTunnel.SEQUENCE)
                        | bit(~flags, F_NO_TUNNEL_KEY, PacketTunnel.KEY));
        if (ipv6) {
            tunnel.addressesIpv6(memory, image + REMOTE, image + LOCAL, label);
        } else {
            tunnel.addressesIpv4(memory.readInt(image + REMOTE), memory.readInt(image + LOCAL));
        }
        return 0;
    }

    private static int bit(long flags, long flag, int bit) {
        return (flags & flag) != 0 ? bit : 0;
    }
}
