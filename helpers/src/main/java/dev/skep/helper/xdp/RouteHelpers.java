package dev.skep.helper.xdp;

import static dev.skep.helper.ArgumentFlag.MEM_ALIGNED;
import static dev.skep.helper.ArgumentFlag.MEM_WRITE;
import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_FIXED_SIZE_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_MEM;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.program.Invocation;

/** The forwarding table and the limits of devices. */
public abstract class RouteHelpers {
    private RouteHelpers() {}

    /** Looks up the forwarding table: next hop, device and addresses. */
    @Helper(
            id = 69,
            families = {TC, XDP},
            gplOnly = true)
    abstract long bpf_fib_lookup(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_MEM) long params,
            @Arg(CONST_SIZE) long plen,
            @Arg(ANYTHING) long flags);

    /** Whether the packet, grown or shrunk, fits through a device. */
    @Helper(
            id = 163,
            families = {TC, XDP},
            gplOnly = true)
    abstract long bpf_check_mtu(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(ANYTHING) long ifindex,
            @Arg(
                            value = PTR_TO_FIXED_SIZE_MEM,
                            flags = {MEM_WRITE, MEM_ALIGNED},
                            size = 4)
                    long mtuLen,
            @Arg(ANYTHING) long lenDiff,
            @Arg(ANYTHING) long flags);
}
