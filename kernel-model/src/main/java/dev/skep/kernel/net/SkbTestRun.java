package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EBADMSG;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENODEV;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.net.PacketOffload.Summed;
import dev.skep.kernel.program.BpfProgram;
import dev.skep.kernel.program.ProgramType;
import org.jspecify.annotations.Nullable;

/**
 * Test runs of the traffic classifier, its actions, socket filters, and programs of control groups and tunnels.
 * Counterpart: {@code bpf_prog_test_run_skb}.
 *
 * <p>All but the first two get the packet from the network header on, and zeros come out in place of the Ethernet
 * header. Socket filters do not see where the bytes are.
 */
final class SkbTestRun extends TestRun {
    private static final int ETHERNET = NetDevice.HEADER_LENGTH;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    private final AddressSpace memory;
    private final SkBuff skb;
    private final NetDevice loopback;
    private final boolean linkLayer;
    private final boolean directAccess;
    private boolean checksummed;

    SkbTestRun(Kernel kernel, BpfProgram program, int cpu) {
        super(kernel, program, cpu);
        this.memory = kernel.memory();
        this.loopback = kernel.net().loopback();
        this.skb = new SkBuff(memory, loopback);
        this.linkLayer = program.type() == ProgramType.SCHED_CLS || program.type() == ProgramType.SCHED_ACT;
        this.directAccess = program.type() != ProgramType.SOCKET_FILTER;
    }

    @Override
    int check(TestRunRequest request) {
        return (request.flags() & ~TestRunRequest.F_SKB_CHECKSUM_COMPLETE) != 0
                        || request.cpu() != 0
                        || request.batchSize() != 0
                ? EINVAL.result()
                : 0;
    }

    @Override
    int contextSize(TestRunRequest request) {
        return SkBuffImage.SIZE;
    }

    @Override
    int take(byte[] frame, int offset, int length) {
        checksummed = false;
        return take(frame, offset, length, loopback);
    }

    @Override
    int take(TestRunRequest request, byte @Nullable [] context) {
        NetDevice device = loopback;
        if (isTooShortOrLong(request.data().length)) {
            return EINVAL.result();
        }
        if (context != null) {
            int ifindex = SkBuffImage.ifindex(context);
            device = Integer.compareUnsigned(ifindex, 1) > 0 ? kernel.net().device(ifindex) : loopback;
            if (device == null) {
                return ENODEV.result();
            }
        }
        int result = take(request.data(), 0, request.data().length, device);
        if (result == 0 && context != null) {
            result = SkBuffImage.read(context, skb);
        }
        checksummed = (request.flags() & TestRunRequest.F_SKB_CHECKSUM_COMPLETE) != 0;
        if (result == 0 && checksummed) {
            skb.offload().summed(Summed.COMPLETE);
            skb.offload().checksum(checksum());
        }
        return result;
    }

    private int take(byte[] frame, int offset, int length, NetDevice device) {
        if (isTooShortOrLong(length)) {
            return EINVAL.result();
        }
        skb.reset(device);
        memory.write(skb.data(), frame, offset, length);
        skb.put(length);
        Ethernet.receive(skb);
        int result = bindSocket();
        if (result != 0) {
            return result;
        }
        if (linkLayer) {
            skb.push(ETHERNET);
        }
        if (directAccess) {
            skb.computeDataPointers();
        }
        return 0;
    }

    private static boolean isTooShortOrLong(int length) {
        return length < ETHERNET || length > SkBuff.MAX_INPUT;
    }

    private int bindSocket() {
        switch (skb.protocol()) {
            case EtherType.IPV4 -> {
                if (skb.length() < IPV4_HEADER) {
                    return EINVAL.result();
                }
                socket().bindIpv4(skb.data());
            }
            case EtherType.IPV6 -> {
                if (skb.length() < IPV6_HEADER) {
                    return EINVAL.result();
                }
                socket().bindIpv6(skb.data());
            }
            default -> socket().unbind();
        }
        return 0;
    }

    /** The sum over everything from the network header on. */
    private int checksum() {
        int offset = skb.networkOffset();
        return Checksum.partial(memory, skb.data() + offset, skb.length() - offset, 0);
    }

    @Override
    ProgramContext context() {
        return skb;
    }

    @Override
    public int end() {
        if (!linkLayer) {
            int result = skb.reserveHead(ETHERNET);
            if (result != 0) {
                return result;
            }
            skb.push(ETHERNET);
            memory.fill(skb.data(), ETHERNET, (byte) 0);
        }
        if (checksummed && Checksum.fold(skb.offload().checksum()) != Checksum.fold(checksum())) {
            return EBADMSG.result();
        }
        return 0;
    }

    @Override
    public int outputLength() {
        return skb.length();
    }

    @Override
    boolean output(byte[] target, int offset, int length) {
        memory.read(skb.data(), target, offset, length);
        return true;
    }

    @Override
    void putContext(byte[] context) {
        SkBuffImage.write(skb, context);
    }

    /** Each packet comes with a new socket; what maps kept for the one before goes with that. */
    private Sock socket() {
        kernel.maps().ownerGone(skb.socket().address());
        return skb.socket();
    }
}
