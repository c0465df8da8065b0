package dev.skep.helper.xdp;

import static dev.skep.helper.ArgumentFlag.MEM_ALIGNED;
import static dev.skep.helper.ArgumentFlag.MEM_WRITE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_FIXED_SIZE_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM;
import static dev.skep.kernel.Errno.EAFNOSUPPORT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENODEV;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.NetDevice;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;
import org.jspecify.annotations.Nullable;

/** The forwarding table and the limits of devices. */
public abstract class RouteHelpers {
    private static final long U32 = 0xffff_ffffL;

    // struct bpf_fib_lookup
    private static final int PARAMS_SIZE = 64;
    private static final int IFINDEX = 8;
    private static final int IPV6_SOURCE = 16;
    private static final int IPV6_TARGET = 32;

    /** {@code BPF_FIB_LOOKUP_MASK}: DIRECT, OUTPUT, SKIP_NEIGH, TBID, SRC, MARK. */
    private static final long FIB_FLAGS = 0x3f;

    // BPF_FIB_LKUP_RET_*
    private static final long NOT_FORWARDED = 4;
    private static final long FORWARDING_DISABLED = 5;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    // BPF_MTU_CHK_*
    private static final long CHECK_SEGMENTS = 1;
    private static final long FRAGMENTATION_NEEDED = 1;
    private static final long SEGMENTS_TOO_BIG = 2;

    private RouteHelpers() {}

    /** Looks up the forwarding table: next hop, device and addresses. */
    @Helper(
            id = 69,
            families = {TC, XDP},
            gplOnly = true)
    @Simplified("the routes of the loopback device only")
    static long bpf_fib_lookup(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_WRITABLE_MEM) long params,
            @Arg(CONST_SIZE) long plen,
            @Arg(ANYTHING) long flags) {
        in.context(ctx, ProgramContext.class);
        if ((int) plen < PARAMS_SIZE || (flags & U32 & ~FIB_FLAGS) != 0) {
            return EINVAL.result();
        }
        AddressSpace memory = in.memory();
        return switch (Byte.toUnsignedInt(memory.readByte(params))) {
            case AF_INET -> lookup(in, params);
            case AF_INET6 ->
                isStrict(memory, params + IPV6_TARGET) || isStrict(memory, params + IPV6_SOURCE)
                        ? NOT_FORWARDED
                        : lookup(in, params);
            default -> EAFNOSUPPORT.result();
        };
    }

    /** Whether the packet, grown or shrunk, fits through a device. */
    @Helper(
            id = 163,
            families = {TC, XDP},
            gplOnly = true)
    static long bpf_check_mtu(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(ANYTHING) long ifindex,
            @Arg(
                            value = PTR_TO_FIXED_SIZE_MEM,
                            flags = {MEM_WRITE, MEM_ALIGNED},
                            size = 4)
                    long mtuLen,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long flags) {
        return switch (in.context(ctx, ProgramContext.class)) {
            case XdpBuff frame -> checkFrame(in, frame, (int) ifindex, mtuLen, (int) lenDiff, flags);
            case SkBuff packet -> checkPacket(in, packet, (int) ifindex, mtuLen, (int) lenDiff, flags);
            default -> throw new KernelOops("bpf_check_mtu without a packet");
        };
    }

    /** A machine without routes: what forwarding devices cannot send anywhere, others would not even try. */
    private static long lookup(Invocation in, long params) {
        NetDevice device = in.kernel().net().device(in.memory().readInt(params + IFINDEX));
        if (device == null) {
            return ENODEV.result();
        }
        return switch (device.forwarding()) {
            case DISABLED -> FORWARDING_DISABLED;
            case ENABLED -> NOT_FORWARDED;
        };
    }

    /** Loopback, link-local and multicast addresses are never forwarded; {@code rt6_need_strict}. */
    private static boolean isStrict(AddressSpace memory, long address) {
        int first = Byte.toUnsignedInt(memory.readByte(address));
        int second = Byte.toUnsignedInt(memory.readByte(address + 1));
        boolean loopback = memory.readLong(address) == 0 && memory.readLong(address + 8) == 1L << 56;
        return first == 0xff || first == 0xfe && (second & 0xc0) == 0x80 || loopback;
    }

    private static @Nullable NetDevice device(Invocation in, NetDevice own, int ifindex) {
        return ifindex == 0 ? own : in.kernel().net().device(ifindex);
    }

    private static long checkFrame(
            Invocation in, XdpBuff frame, int ifindex, long mtuLength, int difference, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        NetDevice device = device(in, frame.device(), ifindex);
        if (device == null) {
            return ENODEV.result();
        }
        int given = in.memory().readInt(mtuLength);
        int length =
                (given != 0 ? given + NetDevice.HEADER_LENGTH : (int) (frame.dataEnd() - frame.data())) + difference;
        in.memory().writeInt(mtuLength, device.mtu());
        return length > device.mtu() + NetDevice.HEADER_LENGTH ? FRAGMENTATION_NEEDED : 0;
    }

    private static long checkPacket(
            Invocation in, SkBuff packet, int ifindex, long mtuLength, int difference, long flags) {
        int given = in.memory().readInt(mtuLength);
        boolean segments = (flags & CHECK_SEGMENTS) != 0;
        if ((flags & ~CHECK_SEGMENTS) != 0 || segments && (difference != 0 || given != 0)) {
            return EINVAL.result();
        }
        NetDevice device = device(in, packet.device(), ifindex);
        if (device == null) {
            return ENODEV.result();
        }
        int length = (given != 0 ? given + NetDevice.HEADER_LENGTH : packet.length()) + difference;
        long result = length <= device.mtu() + NetDevice.HEADER_LENGTH ? 0 : FRAGMENTATION_NEEDED;
        if (result != 0 && packet.offload().isSegmented()) {
            if (segments && !packet.hasTransportHeader()) {
                return EINVAL.result();
            }
            // Only encapsulation finds a transport header here, and leaves the inner one, up to which the kernel
            // counts, at the end of all offsets: no segment passes.
            result = segments ? SEGMENTS_TOO_BIG : 0;
        }
        in.memory().writeInt(mtuLength, device.mtu());
        return result;
    }
}
