package dev.skep.kernel.context;

import static dev.skep.kernel.context.AccessRule.NARROW;
import static dev.skep.kernel.context.AccessRule.NARROW_OR_WIDE;
import static dev.skep.kernel.context.AccessRule.WHOLE;
import static dev.skep.kernel.context.FieldRow.SOCK;
import static dev.skep.kernel.context.FieldRow.U32;
import static dev.skep.kernel.context.FieldRow.U64;
import static dev.skep.kernel.context.FieldRow.U8;
import static dev.skep.kernel.context.FieldRow.array;
import static dev.skep.kernel.context.FieldRow.except;
import static dev.skep.kernel.context.FieldRow.row;
import static dev.skep.kernel.context.FieldRow.types;
import static dev.skep.kernel.program.ProgramType.CGROUP_SKB;
import static dev.skep.kernel.program.ProgramType.FLOW_DISSECTOR;
import static dev.skep.kernel.program.ProgramType.SCHED_ACT;
import static dev.skep.kernel.program.ProgramType.SCHED_CLS;
import static dev.skep.kernel.program.ProgramType.SK_SKB;
import static dev.skep.kernel.program.ProgramType.SOCKET_FILTER;

import dev.skep.kernel.context.FieldRow.Kind;
import dev.skep.kernel.net.SkBuff;
import dev.skep.kernel.net.Sock;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;

/**
 * {@code struct __sk_buff}: the packet as socket filters, the traffic classifier, cgroup filters, lightweight tunnels
 * and socket maps see it. Counterpart: {@code bpf_skb_is_valid_access} and {@code bpf_convert_ctx_access}.
 */
final class SkBuffLayout {
    static final int SIZE = 192;

    private static final Kind SKB = except(FLOW_DISSECTOR);
    private static final Kind NOT_SK_SKB = except(FLOW_DISSECTOR, SK_SKB);
    private static final Kind PACKET = except(SOCKET_FILTER);
    private static final Kind TC = types(SCHED_CLS, SCHED_ACT);
    private static final Kind TC_CGROUP = types(SCHED_CLS, SCHED_ACT, CGROUP_SKB);
    private static final Kind TC_SK_SKB = types(SCHED_CLS, SCHED_ACT, SK_SKB);
    private static final Kind CGROUP_SK_SKB = types(CGROUP_SKB, SK_SKB);
    private static final Kind ROUTED = except(FLOW_DISSECTOR, SOCKET_FILTER, SK_SKB);
    private static final Kind PRIORITY = except(FLOW_DISSECTOR, SOCKET_FILTER);

    static final List<FieldRow> ROWS = List.of(
            row("len", 0, U32).reads(NARROW, SKB).from(skb(SkBuff::length)),
            row("pkt_type", 4, U32).reads(NARROW, SKB).from(skb(SkBuff::packetType)),
            row("mark", 8, U32)
                    .reads(NARROW, NOT_SK_SKB)
                    .writes(WHOLE, ROUTED)
                    .from(skb(SkBuff::mark))
                    .to(set(SkBuff::mark)),
            row("queue_mapping", 12, U32)
                    .reads(NARROW, SKB)
                    .writes(WHOLE, TC)
                    .from(skb(SkBuff::queueMapping))
                    .to((context, element, value) -> skb(context).queueMapping(value)),
            row("protocol", 16, U32).reads(NARROW, SKB).from(skb(SkBuffLayout::wireProtocol)),
            row("vlan_present", 20, U32).reads(NARROW, SKB).from(skb(skb -> skb.hasVlanTag() ? 1 : 0)),
            row("vlan_tci", 24, U32).reads(NARROW, SKB).from(skb(SkBuff::vlanTag)),
            row("vlan_proto", 28, U32).reads(NARROW, SKB).from(skb(SkBuffLayout::wireVlanProtocol)),
            row("priority", 32, U32)
                    .reads(NARROW, SKB)
                    .writes(WHOLE, PRIORITY)
                    .from(skb(SkBuff::priority))
                    .to(set(SkBuff::priority)),
            row("ingress_ifindex", 36, U32).reads(NARROW, SKB).from(skb(SkBuff::ingressIfindex)),
            row("ifindex", 40, U32)
                    .reads(NARROW, SKB)
                    .from(skb(skb -> skb.device().ifindex())),
            row("tc_index", 44, U32)
                    .reads(NARROW, SKB)
                    .writes(WHOLE, TC_SK_SKB)
                    .from(skb(SkBuff::trafficIndex))
                    .to(set(SkBuff::trafficIndex)),
            array("cb", 48, 5)
                    .reads(NARROW_OR_WIDE, SKB)
                    .writes(NARROW_OR_WIDE, NOT_SK_SKB)
                    .from((context, word) ->
                            Integer.toUnsignedLong(skb(context).control().word(word)))
                    .to((context, word, value) -> skb(context).control().word(word, (int) value)),
            row("hash", 68, U32).reads(NARROW, SKB).from(skb(skb -> skb.hash().value())),
            row("tc_classid", 72, U32)
                    .reads(NARROW, TC)
                    .writes(WHOLE, TC)
                    .from(skb(skb -> skb.control().classId()))
                    .to(set((skb, value) -> skb.control().classId(value))),
            row("data", 76, U32)
                    .reads(WHOLE, PACKET)
                    .gives(ContextRegister.PACKET)
                    .from((context, element) -> skb(context).data()),
            row("data_end", 80, U32)
                    .reads(WHOLE, PACKET)
                    .gives(ContextRegister.PACKET_END)
                    .from((context, element) -> skb(context).control().dataEnd()),
            row("napi_id", 84, U32).reads(NARROW, SKB).from(skb(skb -> 0)),
            row("family", 88, U32).reads(NARROW, CGROUP_SK_SKB).from(sock(Sock::family)),
            row("remote_ip4", 92, U32).reads(WHOLE, CGROUP_SK_SKB).from(sock(Sock::remoteIp4)),
            row("local_ip4", 96, U32).reads(WHOLE, CGROUP_SK_SKB).from(sock(Sock::localIp4)),
            array("remote_ip6", 100, 4)
                    .reads(WHOLE, CGROUP_SK_SKB)
                    .from((context, element) ->
                            Integer.toUnsignedLong(skb(context).socket().remoteIp6(element))),
            array("local_ip6", 116, 4)
                    .reads(WHOLE, CGROUP_SK_SKB)
                    .from((context, element) ->
                            Integer.toUnsignedLong(skb(context).socket().localIp6(element))),
            row("remote_port", 132, U32).reads(NARROW, CGROUP_SK_SKB).from(sock(Sock::remotePort)),
            row("local_port", 136, U32).reads(NARROW, CGROUP_SK_SKB).from(sock(Sock::localPort)),
            row("data_meta", 140, U32)
                    .reads(WHOLE, TC)
                    .gives(ContextRegister.PACKET_META)
                    .from((context, element) -> skb(context).control().dataMeta()),
            row("flow_keys", 144, "struct bpf_flow_keys *")
                    .reads(WHOLE, types(FLOW_DISSECTOR))
                    .gives(ContextRegister.FLOW_KEYS),
            row("tstamp", 152, U64)
                    .reads(WHOLE, TC_CGROUP)
                    .writes(WHOLE, TC_CGROUP)
                    .from((context, element) -> skb(context).timestamp())
                    .to((context, element, value) -> skb(context).timestamp(value)),
            row("wire_len", 160, U32)
                    .reads(NARROW, TC)
                    .from(skb(skb -> skb.control().wireLength())),
            row("gso_segs", 164, U32)
                    .reads(NARROW, SKB)
                    .from(skb(skb -> skb.offload().segments())),
            row("sk", 168, SOCK)
                    .reads(WHOLE, SKB)
                    .gives(ContextRegister.SOCK_COMMON_OR_NULL)
                    .from((context, element) -> skb(context).socket().address()),
            row("gso_size", 176, U32)
                    .reads(NARROW, SKB)
                    .from(skb(skb -> skb.offload().segmentSize())),
            row("tstamp_type", 180, U8).reads(WHOLE, TC).from(skb(SkBuff::timestampType)),
            row("hwtstamp", 184, U64)
                    .reads(WHOLE, TC_CGROUP)
                    .from((context, element) -> skb(context).offload().hardwareTimestamp()));

    private SkBuffLayout() {}

    private static SkBuff skb(ProgramContext context) {
        return (SkBuff) context;
    }

    /** A field of up to 32 bits, zero-extended. */
    private static FieldReader skb(ToIntFunction<SkBuff> field) {
        return (context, element) -> Integer.toUnsignedLong(field.applyAsInt(skb(context)));
    }

    private static FieldReader sock(ToIntFunction<Sock> field) {
        return skb(skb -> field.applyAsInt(skb.socket()));
    }

    private static FieldWriter set(ObjIntConsumer<SkBuff> field) {
        return (context, element, value) -> field.accept(skb(context), (int) value);
    }

    /** In network byte order, as a little-endian machine reads it. */
    private static int wireProtocol(SkBuff skb) {
        return swapped(skb.protocol());
    }

    private static int wireVlanProtocol(SkBuff skb) {
        return swapped(skb.vlanProtocol());
    }

    private static int swapped(int value) {
        return Short.toUnsignedInt(Short.reverseBytes((short) value));
    }
}
