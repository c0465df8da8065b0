package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType.Const;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows are those of veristat's table. */
class ExtendedTypeTest {
    private final BtfBuilder types = new BtfBuilder();

    private int pointerTo(String struct) {
        return types.add(new Ptr(types.add(new Struct(struct, 0, List.of()))));
    }

    private Btf function(int... arguments) {
        List<Param> parameters = new ArrayList<>();
        for (int argument : arguments) {
            parameters.add(new Param("a" + parameters.size(), argument));
        }
        types.add(new Func("replacement", types.add(new FuncProto(0, parameters)), Linkage.GLOBAL));
        return types.build();
    }

    @ParameterizedTest
    @CsvSource({
        "__sk_buff, SCHED_CLS, NONE",
        "sk_buff, SCHED_CLS, NONE",
        "bpf_sock, CGROUP_SOCK, CGROUP_INET4_POST_BIND",
        "sock, CGROUP_SOCK, CGROUP_INET4_POST_BIND",
        "bpf_sock_addr, CGROUP_SOCK_ADDR, CGROUP_INET4_BIND",
        "bpf_sock_addr_kern, CGROUP_SOCK_ADDR, CGROUP_INET4_BIND",
        "bpf_sock_ops, SOCK_OPS, CGROUP_SOCK_OPS",
        "bpf_sock_ops_kern, SOCK_OPS, CGROUP_SOCK_OPS",
        "sk_msg_md, SK_MSG, SK_MSG_VERDICT",
        "sk_msg, SK_MSG, SK_MSG_VERDICT",
        "bpf_cgroup_dev_ctx, CGROUP_DEVICE, CGROUP_DEVICE",
        "bpf_sysctl, CGROUP_SYSCTL, CGROUP_SYSCTL",
        "bpf_sysctl_kern, CGROUP_SYSCTL, CGROUP_SYSCTL",
        "bpf_sockopt, CGROUP_SOCKOPT, CGROUP_SETSOCKOPT",
        "bpf_sockopt_kern, CGROUP_SOCKOPT, CGROUP_SETSOCKOPT",
        "sk_reuseport_md, SK_REUSEPORT, SK_REUSEPORT_SELECT_OR_MIGRATE",
        "sk_reuseport_kern, SK_REUSEPORT, SK_REUSEPORT_SELECT_OR_MIGRATE",
        "bpf_sk_lookup, SK_LOOKUP, SK_LOOKUP",
        "bpf_sk_lookup_kern, SK_LOOKUP, SK_LOOKUP",
        "xdp_md, XDP, XDP",
        "xdp_buff, XDP, XDP",
        "pt_regs, KPROBE, NONE",
        "bpf_perf_event_data, PERF_EVENT, NONE",
        "bpf_perf_event_data_kern, PERF_EVENT, NONE",
        "bpf_raw_tracepoint_args, RAW_TRACEPOINT, NONE"
    })
    void theArgumentTellsTheType(String struct, ProgramType type, AttachType attachType) {
        assertThat(ExtendedType.guess(function(pointerTo(struct)), "replacement"))
                .contains(new ExtendedType(type, attachType));
    }

    @Test
    void modifiersAreLookedThroughButNotNamesForTypes() {
        int registers = types.add(new Typedef("bpf_user_pt_regs_t", types.add(new Struct("pt_regs", 0, List.of()))));
        Btf btf = function(types.add(new Ptr(types.add(new Const(registers)))));
        assertThat(ExtendedType.guess(btf, "replacement"))
                .contains(new ExtendedType(ProgramType.KPROBE, AttachType.NONE));
        int other = types.add(new Typedef("my_context", types.add(new Struct("xdp_md", 0, List.of()))));
        types.add(new Func(
                "other",
                types.add(new FuncProto(0, List.of(new Param("ctx", types.add(new Ptr(other)))))),
                Linkage.GLOBAL));
        assertThat(ExtendedType.guess(types.build(), "other")).isEmpty();
    }

    @Test
    void nothingIsGuessedFromSeveralArgumentsOrNone() {
        assertThat(ExtendedType.guess(function(pointerTo("xdp_md"), pointerTo("xdp_md")), "replacement"))
                .isEmpty();
        assertThat(ExtendedType.guess(new BtfBuilder().build(), "replacement")).isEmpty();
        assertThat(ExtendedType.guess(Btf.empty(), "replacement")).isEmpty();
    }
}
