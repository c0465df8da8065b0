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
import java.util.List;

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
            row("len", 0, U32).reads(NARROW, SKB),
            row("pkt_type", 4, U32).reads(NARROW, SKB),
            row("mark", 8, U32).reads(NARROW, NOT_SK_SKB).writes(WHOLE, ROUTED),
            row("queue_mapping", 12, U32).reads(NARROW, SKB).writes(WHOLE, TC),
            row("protocol", 16, U32).reads(NARROW, SKB),
            row("vlan_present", 20, U32).reads(NARROW, SKB),
            row("vlan_tci", 24, U32).reads(NARROW, SKB),
            row("vlan_proto", 28, U32).reads(NARROW, SKB),
            row("priority", 32, U32).reads(NARROW, SKB).writes(WHOLE, PRIORITY),
            row("ingress_ifindex", 36, U32).reads(NARROW, SKB),
            row("ifindex", 40, U32).reads(NARROW, SKB),
            row("tc_index", 44, U32).reads(NARROW, SKB).writes(WHOLE, TC_SK_SKB),
            array("cb", 48, 5).reads(NARROW_OR_WIDE, SKB).writes(NARROW_OR_WIDE, NOT_SK_SKB),
            row("hash", 68, U32).reads(NARROW, SKB),
            row("tc_classid", 72, U32).reads(NARROW, TC).writes(WHOLE, TC),
            row("data", 76, U32).reads(WHOLE, PACKET).gives(ContextRegister.PACKET),
            row("data_end", 80, U32).reads(WHOLE, PACKET).gives(ContextRegister.PACKET_END),
            row("napi_id", 84, U32).reads(NARROW, SKB),
            row("family", 88, U32).reads(NARROW, CGROUP_SK_SKB),
            row("remote_ip4", 92, U32).reads(WHOLE, CGROUP_SK_SKB),
            row("local_ip4", 96, U32).reads(WHOLE, CGROUP_SK_SKB),
            array("remote_ip6", 100, 4).reads(WHOLE, CGROUP_SK_SKB),
            array("local_ip6", 116, 4).reads(WHOLE, CGROUP_SK_SKB),
            row("remote_port", 132, U32).reads(NARROW, CGROUP_SK_SKB),
            row("local_port", 136, U32).reads(NARROW, CGROUP_SK_SKB),
            row("data_meta", 140, U32).reads(WHOLE, TC).gives(ContextRegister.PACKET_META),
            row("flow_keys", 144, "struct bpf_flow_keys *")
                    .reads(WHOLE, types(FLOW_DISSECTOR))
                    .gives(ContextRegister.FLOW_KEYS),
            row("tstamp", 152, U64).reads(WHOLE, TC_CGROUP).writes(WHOLE, TC_CGROUP),
            row("wire_len", 160, U32).reads(NARROW, TC),
            row("gso_segs", 164, U32).reads(NARROW, SKB),
            row("sk", 168, SOCK).reads(WHOLE, SKB).gives(ContextRegister.SOCK_COMMON_OR_NULL),
            row("gso_size", 176, U32).reads(NARROW, SKB),
            row("tstamp_type", 180, U8).reads(WHOLE, TC),
            row("hwtstamp", 184, U64).reads(WHOLE, TC_CGROUP));

    private SkBuffLayout() {}
}
