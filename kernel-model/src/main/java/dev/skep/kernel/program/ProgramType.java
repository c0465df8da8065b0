package dev.skep.kernel.program;

import static dev.skep.kernel.program.AttachType.*;
import static dev.skep.kernel.program.HelperFamily.*;
import static dev.skep.kernel.program.SectionName.Trait.*;
import static dev.skep.kernel.program.SectionName.section;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of programs, a row each; {@code enum bpf_prog_type} with what the kernel and libbpf know about each kind:
 * context, ELF section names, attach types, return range, helper families.
 *
 * <p>Where attach types are <em>checked</em>, {@code BPF_PROG_LOAD} refuses others with {@code EINVAL}; elsewhere they
 * are what the type can be attached to, and the kernel loads whatever number it is given. Section names are those of
 * the libbpf that goes with Linux 6.18.
 */
public enum ProgramType {
    SOCKET_FILTER(
            1,
            row("__sk_buff")
                    .sections(section("socket", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.SOCKET_FILTER)),
    KPROBE(
            2,
            row("pt_regs")
                    .attachTypes(TRACE_KPROBE_MULTI, TRACE_KPROBE_SESSION, TRACE_UPROBE_MULTI, TRACE_UPROBE_SESSION)
                    .sections(
                            section("kprobe+", NONE),
                            section("uprobe+", NONE),
                            section("uprobe.s+", NONE, SLEEPABLE),
                            section("kretprobe+", NONE),
                            section("uretprobe+", NONE),
                            section("uretprobe.s+", NONE, SLEEPABLE),
                            section("kprobe.multi+", TRACE_KPROBE_MULTI),
                            section("kretprobe.multi+", TRACE_KPROBE_MULTI),
                            section("kprobe.session+", TRACE_KPROBE_SESSION),
                            section("uprobe.multi+", TRACE_UPROBE_MULTI),
                            section("uretprobe.multi+", TRACE_UPROBE_MULTI),
                            section("uprobe.session+", TRACE_UPROBE_SESSION),
                            section("uprobe.multi.s+", TRACE_UPROBE_MULTI, SLEEPABLE),
                            section("uretprobe.multi.s+", TRACE_UPROBE_MULTI, SLEEPABLE),
                            section("uprobe.session.s+", TRACE_UPROBE_SESSION, SLEEPABLE),
                            section("ksyscall+", NONE),
                            section("kretsyscall+", NONE),
                            section("usdt+", NONE, USDT),
                            section("usdt.s+", NONE, USDT, SLEEPABLE))
                    .returns(ReturnRange.ZERO_TO_ONE, TRACE_KPROBE_SESSION, TRACE_UPROBE_SESSION)
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, HelperFamily.KPROBE)),
    SCHED_CLS(
            3,
            row("__sk_buff")
                    .attachTypes(TCX_INGRESS, TCX_EGRESS, NETKIT_PRIMARY, NETKIT_PEER)
                    .sections(
                            section("tc/ingress", TCX_INGRESS),
                            section("tc/egress", TCX_EGRESS),
                            section("tcx/ingress", TCX_INGRESS),
                            section("tcx/egress", TCX_EGRESS),
                            section("tc", NONE),
                            section("classifier", NONE),
                            section("netkit/primary", NETKIT_PRIMARY),
                            section("netkit/peer", NETKIT_PEER))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, TC)),
    SCHED_ACT(
            4,
            row("__sk_buff")
                    .sections(section("action", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, TC)),
    TRACEPOINT(
            5,
            row("").sections(section("tracepoint+", NONE), section("tp+", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, HelperFamily.TRACEPOINT)),
    XDP(
            6,
            row("xdp_md")
                    .attachTypes(AttachType.XDP, XDP_DEVMAP, XDP_CPUMAP)
                    .sections(
                            section("xdp.frags/devmap", XDP_DEVMAP, XDP_FRAGS),
                            section("xdp/devmap", XDP_DEVMAP),
                            section("xdp.frags/cpumap", XDP_CPUMAP, XDP_FRAGS),
                            section("xdp/cpumap", XDP_CPUMAP),
                            section("xdp.frags", AttachType.XDP, XDP_FRAGS),
                            section("xdp", AttachType.XDP, ATTACH_TYPE_OPTIONAL))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.XDP)),
    PERF_EVENT(
            7,
            row("bpf_perf_event_data")
                    .sections(section("perf_event", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, HelperFamily.PERF_EVENT)),
    CGROUP_SKB(
            8,
            row("__sk_buff")
                    .checkedAttachTypes(CGROUP_INET_INGRESS, CGROUP_INET_EGRESS)
                    .sections(
                            section("cgroup_skb/ingress", CGROUP_INET_INGRESS, ATTACH_TYPE_OPTIONAL),
                            section("cgroup_skb/egress", CGROUP_INET_EGRESS, ATTACH_TYPE_OPTIONAL),
                            section("cgroup/skb", NONE))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .returns(ReturnRange.ZERO_TO_THREE, CGROUP_INET_EGRESS)
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.CGROUP_SKB)),
    CGROUP_SOCK(
            9,
            row("bpf_sock")
                    .checkedAttachTypes(
                            CGROUP_INET_SOCK_CREATE,
                            CGROUP_INET_SOCK_RELEASE,
                            CGROUP_INET4_POST_BIND,
                            CGROUP_INET6_POST_BIND)
                    .insteadOfNone(CGROUP_INET_SOCK_CREATE)
                    .sections(
                            section("cgroup/sock_create", CGROUP_INET_SOCK_CREATE),
                            section("cgroup/sock_release", CGROUP_INET_SOCK_RELEASE),
                            section("cgroup/sock", CGROUP_INET_SOCK_CREATE, ATTACH_TYPE_OPTIONAL),
                            section("cgroup/post_bind4", CGROUP_INET4_POST_BIND),
                            section("cgroup/post_bind6", CGROUP_INET6_POST_BIND))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, COARSE_TIME, HelperFamily.CGROUP_SOCK, CGROUP_RETVAL)),
    LWT_IN(
            10,
            row("__sk_buff")
                    .sections(section("lwt_in", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, LWT, HelperFamily.LWT_IN)),
    LWT_OUT(
            11,
            row("__sk_buff")
                    .sections(section("lwt_out", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, LWT)),
    LWT_XMIT(
            12,
            row("__sk_buff")
                    .sections(section("lwt_xmit", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, LWT, HelperFamily.LWT_XMIT)),
    SOCK_OPS(
            13,
            row("bpf_sock_ops")
                    .attachTypes(CGROUP_SOCK_OPS)
                    .sections(section("sockops", CGROUP_SOCK_OPS, ATTACH_TYPE_OPTIONAL))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.SOCK_OPS)),
    SK_SKB(
            14,
            row("__sk_buff")
                    .attachTypes(SK_SKB_STREAM_PARSER, SK_SKB_STREAM_VERDICT, SK_SKB_VERDICT)
                    .sections(
                            section("sk_skb/stream_parser", SK_SKB_STREAM_PARSER, ATTACH_TYPE_OPTIONAL),
                            section("sk_skb/stream_verdict", SK_SKB_STREAM_VERDICT, ATTACH_TYPE_OPTIONAL),
                            section("sk_skb/verdict", SK_SKB_VERDICT, ATTACH_TYPE_OPTIONAL),
                            section("sk_skb", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.SK_SKB)),
    CGROUP_DEVICE(
            15,
            row("bpf_cgroup_dev_ctx")
                    .attachTypes(AttachType.CGROUP_DEVICE)
                    .sections(section("cgroup/dev", AttachType.CGROUP_DEVICE, ATTACH_TYPE_OPTIONAL))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.CGROUP_DEVICE, CGROUP_RETVAL)),
    SK_MSG(
            16,
            row("sk_msg_md")
                    .attachTypes(SK_MSG_VERDICT)
                    .sections(section("sk_msg", SK_MSG_VERDICT, ATTACH_TYPE_OPTIONAL))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.SK_MSG)),
    RAW_TRACEPOINT(
            17,
            row("bpf_raw_tracepoint_args")
                    .sections(section("raw_tracepoint+", NONE), section("raw_tp+", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, HelperFamily.RAW_TRACEPOINT)),
    CGROUP_SOCK_ADDR(
            18,
            row("bpf_sock_addr")
                    .checkedAttachTypes(
                            CGROUP_INET4_BIND,
                            CGROUP_INET6_BIND,
                            CGROUP_INET4_CONNECT,
                            CGROUP_INET6_CONNECT,
                            CGROUP_UNIX_CONNECT,
                            CGROUP_UDP4_SENDMSG,
                            CGROUP_UDP6_SENDMSG,
                            CGROUP_UNIX_SENDMSG,
                            CGROUP_UDP4_RECVMSG,
                            CGROUP_UDP6_RECVMSG,
                            CGROUP_UNIX_RECVMSG,
                            CGROUP_INET4_GETPEERNAME,
                            CGROUP_INET6_GETPEERNAME,
                            CGROUP_UNIX_GETPEERNAME,
                            CGROUP_INET4_GETSOCKNAME,
                            CGROUP_INET6_GETSOCKNAME,
                            CGROUP_UNIX_GETSOCKNAME)
                    .sections(
                            section("cgroup/bind4", CGROUP_INET4_BIND),
                            section("cgroup/bind6", CGROUP_INET6_BIND),
                            section("cgroup/connect4", CGROUP_INET4_CONNECT),
                            section("cgroup/connect6", CGROUP_INET6_CONNECT),
                            section("cgroup/connect_unix", CGROUP_UNIX_CONNECT),
                            section("cgroup/sendmsg4", CGROUP_UDP4_SENDMSG),
                            section("cgroup/sendmsg6", CGROUP_UDP6_SENDMSG),
                            section("cgroup/sendmsg_unix", CGROUP_UNIX_SENDMSG),
                            section("cgroup/recvmsg4", CGROUP_UDP4_RECVMSG),
                            section("cgroup/recvmsg6", CGROUP_UDP6_RECVMSG),
                            section("cgroup/recvmsg_unix", CGROUP_UNIX_RECVMSG),
                            section("cgroup/getpeername4", CGROUP_INET4_GETPEERNAME),
                            section("cgroup/getpeername6", CGROUP_INET6_GETPEERNAME),
                            section("cgroup/getpeername_unix", CGROUP_UNIX_GETPEERNAME),
                            section("cgroup/getsockname4", CGROUP_INET4_GETSOCKNAME),
                            section("cgroup/getsockname6", CGROUP_INET6_GETSOCKNAME),
                            section("cgroup/getsockname_unix", CGROUP_UNIX_GETSOCKNAME))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .returns(ReturnRange.ZERO_TO_THREE, CGROUP_INET4_BIND, CGROUP_INET6_BIND)
                    .returns(
                            ReturnRange.ONE,
                            CGROUP_UDP4_RECVMSG,
                            CGROUP_UDP6_RECVMSG,
                            CGROUP_UNIX_RECVMSG,
                            CGROUP_INET4_GETPEERNAME,
                            CGROUP_INET6_GETPEERNAME,
                            CGROUP_UNIX_GETPEERNAME,
                            CGROUP_INET4_GETSOCKNAME,
                            CGROUP_INET6_GETSOCKNAME,
                            CGROUP_UNIX_GETSOCKNAME)
                    .families(
                            CORE,
                            COMMON,
                            EVENT_OUTPUT,
                            SOCKET_CASTS,
                            COARSE_TIME,
                            HelperFamily.CGROUP_SOCK_ADDR,
                            CGROUP_RETVAL)
                    .familyOnlyFor(CGROUP_SOCK_ADDR_CONNECT, CGROUP_INET4_CONNECT, CGROUP_INET6_CONNECT)),
    LWT_SEG6LOCAL(
            19,
            row("__sk_buff")
                    .sections(section("lwt_seg6local", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, LWT, HelperFamily.LWT_SEG6LOCAL)),
    LIRC_MODE2(
            20,
            row("").attachTypes(AttachType.LIRC_MODE2)
                    .sections(section("lirc_mode2", AttachType.LIRC_MODE2, ATTACH_TYPE_OPTIONAL))
                    .families(CORE, LIRC)),
    SK_REUSEPORT(
            21,
            row("sk_reuseport_md")
                    .checkedAttachTypes(SK_REUSEPORT_SELECT, SK_REUSEPORT_SELECT_OR_MIGRATE)
                    .insteadOfNone(SK_REUSEPORT_SELECT)
                    .sections(
                            section("sk_reuseport/migrate", SK_REUSEPORT_SELECT_OR_MIGRATE),
                            section("sk_reuseport", SK_REUSEPORT_SELECT))
                    .families(CORE, COMMON, COARSE_TIME, HelperFamily.SK_REUSEPORT)),
    FLOW_DISSECTOR(
            22,
            row("__sk_buff")
                    .attachTypes(AttachType.FLOW_DISSECTOR)
                    .sections(section("flow_dissector", AttachType.FLOW_DISSECTOR, ATTACH_TYPE_OPTIONAL))
                    .families(CORE, COMMON, SOCKET_CASTS, COARSE_TIME, HelperFamily.FLOW_DISSECTOR)),
    CGROUP_SYSCTL(
            23,
            row("bpf_sysctl")
                    .attachTypes(AttachType.CGROUP_SYSCTL)
                    .sections(section("cgroup/sysctl", AttachType.CGROUP_SYSCTL))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, COARSE_TIME, HelperFamily.CGROUP_SYSCTL, CGROUP_RETVAL)),
    RAW_TRACEPOINT_WRITABLE(
            24,
            row("bpf_raw_tracepoint_args")
                    .sections(section("raw_tracepoint.w+", NONE), section("raw_tp.w+", NONE))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, HelperFamily.RAW_TRACEPOINT)),
    CGROUP_SOCKOPT(
            25,
            row("bpf_sockopt")
                    .checkedAttachTypes(CGROUP_GETSOCKOPT, AttachType.CGROUP_SETSOCKOPT)
                    .sections(
                            section("cgroup/getsockopt", CGROUP_GETSOCKOPT),
                            section("cgroup/setsockopt", AttachType.CGROUP_SETSOCKOPT))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.CGROUP_SOCKOPT, CGROUP_RETVAL)
                    .familyOnlyFor(HelperFamily.CGROUP_SETSOCKOPT, AttachType.CGROUP_SETSOCKOPT)),
    TRACING(
            26,
            row("").attachTypes(TRACE_RAW_TP, TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN, TRACE_ITER)
                    .sections(
                            section("tp_btf+", TRACE_RAW_TP, ATTACH_BTF),
                            section("fentry+", TRACE_FENTRY, ATTACH_BTF),
                            section("fmod_ret+", MODIFY_RETURN, ATTACH_BTF),
                            section("fexit+", TRACE_FEXIT, ATTACH_BTF),
                            section("fentry.s+", TRACE_FENTRY, ATTACH_BTF, SLEEPABLE),
                            section("fmod_ret.s+", MODIFY_RETURN, ATTACH_BTF, SLEEPABLE),
                            section("fexit.s+", TRACE_FEXIT, ATTACH_BTF, SLEEPABLE),
                            section("iter+", TRACE_ITER, ATTACH_BTF),
                            section("iter.s+", TRACE_ITER, ATTACH_BTF, SLEEPABLE))
                    .returns(ReturnRange.ZERO, TRACE_FENTRY, TRACE_FEXIT)
                    .returns(ReturnRange.ZERO_TO_ONE, TRACE_ITER)
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, TRACING_PROGRAM)
                    .familyOnlyFor(TRACING_ATTACHED, TRACE_RAW_TP, TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN)
                    .familyOnlyFor(TRAMPOLINE, TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN)
                    .familyOnlyFor(TRAMPOLINE_RETURN, TRACE_FEXIT, MODIFY_RETURN)
                    .familyOnlyFor(ITERATOR, TRACE_ITER)
                    .familyOnlyFor(SOCKET_ITERATOR, TRACE_ITER)),
    STRUCT_OPS(
            27,
            row("").sections(section("struct_ops+", NONE), section("struct_ops.s+", NONE, SLEEPABLE))
                    .families(CORE, COMMON, COARSE_TIME, HelperFamily.STRUCT_OPS)),
    /** Replaces a function of another program: context, range and families are that program's. */
    EXT(28, row("").checkedAttachTypes().sections(section("freplace+", NONE, ATTACH_BTF))),
    LSM(
            29,
            row("").attachTypes(LSM_MAC, LSM_CGROUP)
                    .sections(
                            section("lsm+", LSM_MAC, ATTACH_BTF),
                            section("lsm.s+", LSM_MAC, ATTACH_BTF, SLEEPABLE),
                            section("lsm_cgroup+", LSM_CGROUP, ATTACH_BTF))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, TRACING_PROGRAM, HelperFamily.LSM)),
    SK_LOOKUP(
            30,
            row("bpf_sk_lookup")
                    .checkedAttachTypes(AttachType.SK_LOOKUP)
                    .sections(section("sk_lookup", AttachType.SK_LOOKUP))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON, EVENT_OUTPUT, SOCKET_CASTS, COARSE_TIME, HelperFamily.SK_LOOKUP)),
    SYSCALL(
            31,
            row("").checkedAttachTypes()
                    .sections(section("syscall", NONE, SLEEPABLE))
                    .families(CORE, COMMON, EVENT_OUTPUT, HelperFamily.TRACING, TRACING_PROGRAM, HelperFamily.SYSCALL)),
    NETFILTER(
            32,
            row("bpf_nf_ctx")
                    .checkedAttachTypes(AttachType.NETFILTER)
                    .sections(section("netfilter", AttachType.NETFILTER))
                    .returns(ReturnRange.ZERO_TO_ONE)
                    .families(CORE, COMMON));

    /**
     * Hooks whose result the kernel passes over: there is none to be read or set. A number of 0 is the first of them.
     */
    private static final Set<AttachType> WITHOUT_RETVAL = Collections.unmodifiableSet(EnumSet.of(
            NONE,
            CGROUP_INET_INGRESS,
            CGROUP_INET_EGRESS,
            CGROUP_SOCK_OPS,
            CGROUP_UDP4_RECVMSG,
            CGROUP_UDP6_RECVMSG,
            CGROUP_UNIX_RECVMSG,
            CGROUP_INET4_GETPEERNAME,
            CGROUP_INET6_GETPEERNAME,
            CGROUP_UNIX_GETPEERNAME,
            CGROUP_INET4_GETSOCKNAME,
            CGROUP_INET6_GETSOCKNAME,
            CGROUP_UNIX_GETSOCKNAME));

    private final int id;
    /** Complete before the constant is; nothing writes to it later. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Row row;

    ProgramType(int id, Row row) {
        this.id = id;
        this.row = row;
    }

    /** The number in {@code bpf_attr.prog_type}. */
    public int id() {
        return id;
    }

    /** The name in the UAPI header: {@code BPF_PROG_TYPE_SCHED_CLS}. */
    public String kernelName() {
        return "BPF_PROG_TYPE_" + name();
    }

    /** As bpftool and libbpf print it: {@code sched_cls}. */
    public String displayName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The C struct that the first argument points to; empty when it is no fixed one: a tracepoint's record, arguments
     * typed by BTF, the bytes that a syscall program is given.
     */
    public String contextStruct() {
        return row.contextStruct;
    }

    /** What it can be attached to; empty when the type does not look at attach types. */
    public Set<AttachType> attachTypes() {
        return row.attachTypes;
    }

    /** Section names in libbpf's order. */
    public List<SectionName> sections() {
        return row.sections;
    }

    /** Whether the kernel loads such a program with this expected attach type; otherwise {@code EINVAL}. */
    public boolean acceptsAtLoad(AttachType attachType) {
        if (!row.checked) {
            return true;
        }
        AttachType effective = effective(attachType);
        return row.attachTypes.contains(effective)
                || effective == AttachType.NONE
                        && (row.attachTypes.isEmpty() || row.attachTypes.contains(CGROUP_INET_INGRESS));
    }

    /** The attach type that the kernel puts in the place of none. */
    public AttachType effective(AttachType attachType) {
        return attachType == AttachType.NONE ? row.insteadOfNone : attachType;
    }

    /** What R0 may be at exit, for a program with this expected attach type. */
    public ReturnRange returnRange(AttachType attachType) {
        return row.returnsByAttachType.getOrDefault(effective(attachType), row.returns);
    }

    /** Whether helpers of this family may be called by a program with this expected attach type. */
    public boolean admits(HelperFamily family, AttachType attachType) {
        if (family == CGROUP_RETVAL && WITHOUT_RETVAL.contains(effective(attachType))) {
            return false;
        }
        if (row.families.contains(family)) {
            return true;
        }
        Set<AttachType> only = row.familiesByAttachType.get(family);
        return only != null && only.contains(effective(attachType));
    }

    /** The type with this number; {@code null} when there is none. */
    public static @Nullable ProgramType of(int id) {
        return id >= 1 && id <= values().length ? values()[id - 1] : null;
    }

    /** A section name with the type that programs in it have. */
    public record Section(ProgramType type, SectionName name) {}

    /** What libbpf makes of an ELF section name; {@code null} when it knows none such. */
    public static @Nullable Section ofSection(String elfSection) {
        for (ProgramType type : values()) {
            for (SectionName name : type.sections()) {
                if (name.matches(elfSection)) {
                    return new Section(type, name);
                }
            }
        }
        return null;
    }

    private static Row row(String contextStruct) {
        return new Row(contextStruct);
    }

    /** One row while it is written down; nobody changes it afterwards. */
    private static final class Row {
        private final String contextStruct;
        private final Map<AttachType, ReturnRange> returnsByAttachType = new EnumMap<>(AttachType.class);
        private final Map<HelperFamily, Set<AttachType>> familiesByAttachType = new EnumMap<>(HelperFamily.class);
        private Set<AttachType> attachTypes = Set.of();
        private AttachType insteadOfNone = AttachType.NONE;
        private List<SectionName> sections = List.of();
        private Set<HelperFamily> families = Set.of();
        private ReturnRange returns = ReturnRange.ANY;
        private boolean checked;

        Row(String contextStruct) {
            this.contextStruct = contextStruct;
        }

        Row attachTypes(AttachType... types) {
            attachTypes = set(AttachType.class, types);
            return this;
        }

        Row checkedAttachTypes(AttachType... types) {
            checked = true;
            return attachTypes(types);
        }

        Row insteadOfNone(AttachType type) {
            insteadOfNone = type;
            return this;
        }

        Row sections(SectionName... names) {
            sections = List.of(names);
            return this;
        }

        Row returns(ReturnRange range) {
            returns = range;
            return this;
        }

        Row returns(ReturnRange range, AttachType... types) {
            for (AttachType type : types) {
                returnsByAttachType.put(type, range);
            }
            return this;
        }

        Row families(HelperFamily... admitted) {
            families = set(HelperFamily.class, admitted);
            return this;
        }

        Row familyOnlyFor(HelperFamily family, AttachType... types) {
            familiesByAttachType.put(family, set(AttachType.class, types));
            return this;
        }

        private static <E extends Enum<E>> Set<E> set(Class<E> type, E[] elements) {
            EnumSet<E> set = EnumSet.noneOf(type);
            Collections.addAll(set, elements);
            return Collections.unmodifiableSet(set);
        }
    }
}
