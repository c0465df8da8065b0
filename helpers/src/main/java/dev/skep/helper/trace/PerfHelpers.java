package dev.skep.helper.trace;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.CONST_SIZE;
import static dev.skep.helper.ArgumentType.CONST_SIZE_OR_ZERO;
import static dev.skep.helper.ArgumentType.DONTCARE;
import static dev.skep.helper.ArgumentType.PTR_TO_BTF_ID;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.helper.ArgumentType.PTR_TO_RDONLY_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_UNINIT_MEM;
import static dev.skep.helper.ArgumentType.PTR_TO_WRITABLE_MEM_OR_NULL;
import static dev.skep.kernel.Errno.EFAULT;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.COMMON;
import static dev.skep.kernel.program.HelperFamily.EVENT_OUTPUT;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.PERF_EVENT;
import static dev.skep.kernel.program.HelperFamily.SK_SKB;
import static dev.skep.kernel.program.HelperFamily.SOCKET_FILTER;
import static dev.skep.kernel.program.HelperFamily.TC;
import static dev.skep.kernel.program.HelperFamily.TRACING_PROGRAM;
import static dev.skep.kernel.program.HelperFamily.XDP;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.helper.Simplified;
import dev.skep.kernel.Capability;
import dev.skep.kernel.Errno;
import dev.skep.kernel.KernelOops;
import dev.skep.kernel.hook.Occurrence;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.PerfEventArray;
import dev.skep.kernel.memory.KernelStruct;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.XdpBuff;
import dev.skep.kernel.program.Invocation;

/** Perf events: records for user space, counters, branch records. */
public final class PerfHelpers {
    // The flags: which slot of the array, and how many bytes of the packet.
    private static final long INDEX_MASK = 0xffff_ffffL;
    private static final long PACKET_BYTES_MASK = 0xf_ffffL << 32;
    private static final int PACKET_BYTES_SHIFT = 32;

    // struct bpf_perf_event_value: the counter, and how long it was enabled and counting.
    private static final int COUNTER_BYTES = 24;
    private static final int COUNTER_ENABLED = 8;
    private static final int COUNTER_RUNNING = 16;

    private PerfHelpers() {}

    /** Writes a record to the perf event at an index of the map, or to the one of this CPU. */
    @Helper(id = 25, families = EVENT_OUTPUT, gplOnly = true)
    static long bpf_perf_event_output(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size) {
        if ((flags & ~INDEX_MASK) != 0) {
            return EINVAL.result();
        }
        return events(map).output(in.cpu(), flags, in.memory().bytes(data, (int) size));
    }

    /**
     * As {@link #bpf_perf_event_output}; the upper half of the flags asks for that many bytes of the packet behind the
     * record.
     */
    @Helper(
            id = 25,
            name = "perf_event_output",
            families = {SOCKET_FILTER, TC, LWT, SK_SKB, CGROUP_SKB},
            gplOnly = true)
    static long bpf_skb_event_output(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size) {
        int packetBytes = packetBytes(flags);
        if ((flags & ~(INDEX_MASK | PACKET_BYTES_MASK)) != 0) {
            return EINVAL.result();
        }
        SkBuff packet = in.context(ctx, SkBuff.class);
        if (packetBytes > packet.length()) {
            return EFAULT.result();
        }
        byte[] raw = record(in, data, size, packetBytes);
        in.memory().read(packet.data(), raw, raw.length - packetBytes, packetBytes);
        return events(map).output(in.cpu(), flags & INDEX_MASK, raw);
    }

    /** As {@link #bpf_skb_event_output}, for a frame. */
    @Helper(id = 25, name = "perf_event_output", families = XDP, gplOnly = true)
    static long bpf_xdp_event_output(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size) {
        int packetBytes = packetBytes(flags);
        if ((flags & ~(INDEX_MASK | PACKET_BYTES_MASK)) != 0) {
            return EINVAL.result();
        }
        XdpBuff frame = in.context(ctx, XdpBuff.class);
        if (packetBytes > frame.length()) {
            return EFAULT.result();
        }
        byte[] raw = record(in, data, size, packetBytes);
        frame.head(raw, raw.length - packetBytes, packetBytes);
        return events(map).output(in.cpu(), flags & INDEX_MASK, raw);
    }

    private static long size(long argument) {
        return Integer.toUnsignedLong((int) argument);
    }

    private static int packetBytes(long flags) {
        return (int) ((flags & PACKET_BYTES_MASK) >>> PACKET_BYTES_SHIFT);
    }

    /** The program's bytes, with room for the packet's behind them. */
    private static byte[] record(Invocation in, long data, long size, int packetBytes) {
        byte[] raw = new byte[(int) size + packetBytes];
        in.memory().read(data, raw, 0, (int) size);
        return raw;
    }

    private static PerfEventArray events(BpfMap map) {
        if (map instanceof PerfEventArray array) {
            return array;
        }
        throw new KernelOops("bpf_perf_event_output to a map of type " + map.type());
    }

    /** Writes a record with bytes of a traced packet behind it. */
    @Helper(id = 111, families = TRACING_PROGRAM, gplOnly = true)
    static long bpf_skb_output(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "sk_buff") long ctx,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size) {
        KernelStruct skb = in.kernel().structs().at("sk_buff", ctx);
        return traced(in, map, flags, data, size, skb.get("data"), skb.get("len"));
    }

    /** Writes a record with bytes of a traced frame behind it. */
    @Helper(id = 121, families = TRACING_PROGRAM, gplOnly = true)
    static long bpf_xdp_output(
            Invocation in,
            @Arg(value = PTR_TO_BTF_ID, btf = "xdp_buff") long ctx,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_RDONLY_MEM) long data,
            @Arg(CONST_SIZE_OR_ZERO) long size) {
        KernelStruct xdp = in.kernel().structs().at("xdp_buff", ctx);
        return traced(in, map, flags, data, size, xdp.get("data"), xdp.get("data_end") - xdp.get("data"));
    }

    private static long traced(
            Invocation in, BpfMap map, long flags, long data, long size, long packet, long packetLength) {
        int packetBytes = packetBytes(flags);
        if ((flags & ~(INDEX_MASK | PACKET_BYTES_MASK)) != 0) {
            return EINVAL.result();
        }
        if (packetBytes > packetLength) {
            return EFAULT.result();
        }
        byte[] raw = record(in, data, size, packetBytes);
        in.memory().read(packet, raw, raw.length - packetBytes, packetBytes);
        return events(map).output(in.cpu(), flags & INDEX_MASK, raw);
    }

    /** The value of the perf counter at an index of the map: events for output count nothing. */
    @Helper(id = 22, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    @Simplified("events for output count nothing")
    static long bpf_perf_event_read(Invocation in, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long flags) {
        return (flags & ~INDEX_MASK) != 0 ? EINVAL.result() : events(map).readable(in.cpu(), flags);
    }

    /** The value of the perf counter at an index of the map, and how long it was counting. */
    @Helper(id = 55, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    @Simplified("events for output count nothing but time")
    static long bpf_perf_event_read_value(
            Invocation in,
            @Arg(CONST_MAP_PTR) BpfMap map,
            @Arg(ANYTHING) long flags,
            @Arg(PTR_TO_UNINIT_MEM) long buf,
            @Arg(CONST_SIZE) long bufSize) {
        int result = size(bufSize) != COUNTER_BYTES || (flags & ~INDEX_MASK) != 0
                ? EINVAL.result()
                : events(map).readable(in.cpu(), flags);
        in.memory().fill(buf, size(bufSize), (byte) 0);
        if (result == 0) {
            long enabledNs = events(map).enabledNs(in.cpu(), flags);
            in.memory().writeLong(buf + COUNTER_ENABLED, enabledNs);
            in.memory().writeLong(buf + COUNTER_RUNNING, enabledNs);
        }
        return result;
    }

    /** The value of the perf counter that fired, and how long it was counting. */
    @Helper(id = 56, families = PERF_EVENT, gplOnly = true)
    static long bpf_perf_prog_read_value(
            Invocation in, @Arg(PTR_TO_CTX) long ctx, @Arg(PTR_TO_UNINIT_MEM) long buf, @Arg(CONST_SIZE) long bufSize) {
        if (size(bufSize) != COUNTER_BYTES) {
            in.memory().fill(buf, size(bufSize), (byte) 0);
            return EINVAL.result();
        }
        Occurrence.Counter counter = in.occurrence().counter();
        in.memory().writeLong(buf, counter.value());
        in.memory().writeLong(buf + COUNTER_ENABLED, counter.enabledNs());
        in.memory().writeLong(buf + COUNTER_RUNNING, counter.runningNs());
        return 0;
    }

    /** The branch records of the sample. */
    @Helper(id = 119, families = PERF_EVENT, gplOnly = true)
    @Simplified("there are none")
    static long bpf_read_branch_records(
            Invocation in,
            @Arg(PTR_TO_CTX) long ctx,
            @Arg(PTR_TO_WRITABLE_MEM_OR_NULL) long buf,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(ANYTHING) long flags) {
        return (flags & ~1L) != 0 ? Errno.EINVAL.result() : Errno.ENOENT.result();
    }

    /** The branch records of this CPU. */
    @Helper(id = 176, families = COMMON, needs = Capability.PERFMON, gplOnly = true)
    @Simplified("there is none")
    static long bpf_get_branch_snapshot(
            Invocation in,
            @Arg(PTR_TO_UNINIT_MEM) long entries,
            @Arg(CONST_SIZE_OR_ZERO) long size,
            @Arg(DONTCARE) long flags) {
        return flags != 0 ? Errno.EINVAL.result() : Errno.ENOENT.result();
    }
}
