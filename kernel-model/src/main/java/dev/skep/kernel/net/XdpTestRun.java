package dev.skep.kernel.net;

import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.ENODEV;
import static dev.skep.kernel.Errno.ENOMEM;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.context.ProgramContext;
import dev.skep.kernel.memory.AddressSpace;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.BpfProgram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Test runs of XDP programs. Counterpart: {@code bpf_prog_test_run_xdp}. */
final class XdpTestRun extends TestRun {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    // struct xdp_md
    private static final int SIZE = 24;
    private static final int DATA = 0;
    private static final int DATA_END = 4;
    private static final int DATA_META = 8;
    private static final int INGRESS_IFINDEX = 12;
    private static final int RX_QUEUE_INDEX = 16;
    private static final int EGRESS_IFINDEX = 20;

    private final XdpBuff xdp;
    private final NetDevice loopback;
    /** It runs on frames that were redirected into a map, and never in a test run. */
    private final boolean runsInMapOnly;

    XdpTestRun(Kernel kernel, BpfProgram program, int cpu) {
        super(kernel, program, cpu);
        AttachType attachType = program.image().attachType();
        this.runsInMapOnly = attachType == AttachType.XDP_DEVMAP || attachType == AttachType.XDP_CPUMAP;
        this.loopback = kernel.net().loopback();
        this.xdp = new XdpBuff(kernel.memory(), loopback);
    }

    @Override
    int check(TestRunRequest request) {
        if (runsInMapOnly || (request.flags() & ~TestRunRequest.F_XDP_LIVE_FRAMES) != 0) {
            return EINVAL.result();
        }
        if (request.flags() != 0) {
            throw new UnsupportedOperationException("BPF_F_TEST_XDP_LIVE_FRAMES: frames stay here in test runs");
        }
        return request.batchSize() != 0 ? EINVAL.result() : 0;
    }

    @Override
    int contextSize(TestRunRequest request) {
        return SIZE;
    }

    @Override
    int take(byte[] frame, int offset, int length) {
        return runsInMapOnly ? EINVAL.result() : take(frame, offset, length, length, 0, loopback, 0);
    }

    @Override
    int take(TestRunRequest request, byte @Nullable [] context) {
        byte[] frame = request.data();
        if (context == null) {
            return take(frame, 0, frame.length);
        }
        int metadata = (int) INT.get(context, DATA);
        int linear = (int) INT.get(context, DATA_END);
        if ((int) INT.get(context, DATA_META) != 0
                || Integer.compareUnsigned(linear, frame.length) > 0
                || Integer.compareUnsigned(metadata, linear) > 0
                || XdpBuff.isInvalidMetadata(metadata)
                || metadata > XdpBuff.HEADROOM - XdpBuff.FRAME_STRUCT) {
            return EINVAL.result();
        }
        if (frame.length - metadata < NetDevice.HEADER_LENGTH || (int) INT.get(context, EGRESS_IFINDEX) != 0) {
            return EINVAL.result();
        }
        int ifindex = (int) INT.get(context, INGRESS_IFINDEX);
        int queue = (int) INT.get(context, RX_QUEUE_INDEX);
        if (ifindex == 0) {
            return queue != 0 ? EINVAL.result() : take(frame, 0, frame.length, linear, metadata, loopback, 0);
        }
        NetDevice device = kernel.net().device(ifindex);
        if (device == null) {
            return ENODEV.result();
        }
        if (Integer.compareUnsigned(queue, device.queues()) >= 0) {
            return EINVAL.result();
        }
        return take(frame, 0, frame.length, linear, metadata, device, queue);
    }

    private int take(byte[] frame, int offset, int length, int linear, int metadata, NetDevice device, int queue) {
        if (length - metadata < NetDevice.HEADER_LENGTH) {
            return EINVAL.result();
        }
        int direct = Math.min(linear, XdpBuff.MAX_LINEAR + metadata);
        xdp.reset(device, queue, XdpBuff.HEADROOM - metadata);
        xdp.fill(frame, offset, direct);
        xdp.metadata(metadata);
        int taken = direct;
        while (taken < length) {
            if (xdp.fragmentCount() == XdpBuff.MAX_FRAGMENTS) {
                return ENOMEM.result();
            }
            int piece = Math.min(length - taken, AddressSpace.PAGE_SIZE);
            xdp.addFragment(frame, offset + taken, piece);
            taken += piece;
        }
        return 0;
    }

    @Override
    ProgramContext context() {
        return xdp;
    }

    @Override
    public int end() {
        return 0;
    }

    @Override
    public int outputLength() {
        return (int) (xdp.dataEnd() - xdp.dataMeta()) + xdp.fragmentBytes();
    }

    @Override
    boolean output(byte[] target, int offset, int length) {
        int linear = length - xdp.fragmentBytes();
        if (linear < 0) {
            return false;
        }
        kernel.memory().read(xdp.dataMeta(), target, offset, linear);
        int done = linear;
        for (int i = 0; i < xdp.fragmentCount(); i++) {
            if (done >= length) {
                return false;
            }
            int piece = Math.min(length - done, xdp.fragmentSize(i));
            kernel.memory().read(xdp.fragment(i), target, offset + done, piece);
            done += piece;
        }
        return true;
    }

    @Override
    void putContext(byte[] context) {
        INT.set(context, DATA, (int) (xdp.data() - xdp.dataMeta()));
        INT.set(context, DATA_END, (int) (xdp.dataEnd() - xdp.dataMeta()));
    }
}
