package dev.skep.helper.skb;

import static dev.skep.helper.ArgumentType.ANYTHING;
import static dev.skep.helper.ArgumentType.CONST_MAP_PTR;
import static dev.skep.helper.ArgumentType.PTR_TO_CTX;
import static dev.skep.kernel.Errno.EINVAL;
import static dev.skep.kernel.Errno.EOPNOTSUPP;
import static dev.skep.kernel.program.HelperFamily.CGROUP_SKB;
import static dev.skep.kernel.program.HelperFamily.LWT;
import static dev.skep.kernel.program.HelperFamily.TC;

import dev.skep.helper.Arg;
import dev.skep.helper.Helper;
import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.map.CgroupArray;
import dev.skep.kernel.net.EtherType;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.task.Cgroup;

/** Fields of a packet that are not in its context. */
public final class SkbFieldHelpers {
    // BPF_SKB_CLOCK_*
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_TAI = 2;

    private SkbFieldHelpers() {}

    /** The realm of the packet's route. */
    @Helper(
            id = 24,
            families = {TC, LWT})
    static long bpf_get_route_realm(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class);
        return 0;
    }

    /** Whether the packet's socket is in the cgroup at an index of the map. */
    @Helper(
            id = 33,
            families = {TC, LWT})
    static long bpf_skb_under_cgroup(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(CONST_MAP_PTR) BpfMap map, @Arg(ANYTHING) long index) {
        in.context(skb, SkBuff.class);
        return CgroupArray.of(map)
                .under((int) index, in.kernel().tasks().current(in.cpu()).cgroup());
    }

    /** The id of the cgroup that the packet's socket is in. */
    @Helper(
            id = 79,
            families = {TC, CGROUP_SKB})
    static long bpf_skb_cgroup_id(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class);
        return in.kernel().tasks().current(in.cpu()).cgroupId();
    }

    /** The id of an ancestor of the cgroup that the packet's socket is in. */
    @Helper(
            id = 83,
            families = {TC, CGROUP_SKB})
    static long bpf_skb_ancestor_cgroup_id(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long ancestorLevel) {
        in.context(skb, SkBuff.class);
        Cgroup ancestor = (int) ancestorLevel < 0
                ? null
                : in.kernel().tasks().current(in.cpu()).cgroup().ancestor((int) ancestorLevel);
        return ancestor == null ? 0 : ancestor.id();
    }

    /** The net_cls class of the packet's socket. */
    @Helper(id = 151, families = TC)
    static long bpf_skb_cgroup_classid(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class);
        return in.kernel().tasks().current(in.cpu()).netClassId();
    }

    /** The net_cls class of the socket that the packet came from, or of the current task. */
    @Helper(
            id = 17,
            name = "get_cgroup_classid",
            families = {TC, LWT})
    static long bpf_skb_get_cgroup_classid(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        in.context(skb, SkBuff.class);
        return in.kernel().tasks().current(in.cpu()).netClassId();
    }

    /** Marks the packet as having met congestion. */
    @Helper(
            id = 97,
            families = {TC, CGROUP_SKB})
    static long bpf_skb_ecn_set_ce(Invocation in, @Arg(PTR_TO_CTX) long skb) {
        return CongestionMark.set(in.context(skb, SkBuff.class)) ? 1 : 0;
    }

    /** Sets the packet's time stamp and its clock. */
    @Helper(id = 192, families = TC)
    static long bpf_skb_set_tstamp(
            Invocation in, @Arg(PTR_TO_CTX) long skb, @Arg(ANYTHING) long tstamp, @Arg(ANYTHING) long tstampType) {
        SkBuff packet = in.context(skb, SkBuff.class);
        if (packet.protocol() != EtherType.IPV4 && packet.protocol() != EtherType.IPV6) {
            return EOPNOTSUPP.result();
        }
        int type = (int) tstampType;
        boolean valid = type == CLOCK_REALTIME || (type == CLOCK_MONOTONIC || type == CLOCK_TAI) && tstamp != 0;
        if (!valid) {
            return EINVAL.result();
        }
        packet.timestamp(tstamp, type);
        return 0;
    }
}
