package dev.skep.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfC;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.StructLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The types that come along, against what was measured on the reference kernel. */
class KernelTypesTest {
    private final Btf btf = KernelTypes.reference().btf();

    @Test
    void holdsTheFieldsThatProgramsReadWhereTheReferenceKernelHasThem() throws IOException {
        List<String> differences = new ArrayList<>();
        List<String> rows = rows();
        for (String row : rows) {
            String[] cells = row.split("\t", -1);
            StructLayout.Field field = layout(cells[0]).field(cells[1]);
            String type = BtfC.declaration(btf, field.type(), "").replace(" ", "");
            String expected = cells[2].replace(" ", "");
            boolean same = expected.endsWith("{") ? type.startsWith(expected) : type.equals(expected);
            if (field.offset() != Long.parseLong(cells[3]) || !same) {
                differences.add(row + ": " + type + " at " + field.offset());
            }
        }
        assertThat(differences).isEmpty();
        assertThat(rows).hasSize(658);
    }

    private StructLayout layout(String name) {
        for (BtfKind kind : List.of(BtfKind.STRUCT, BtfKind.UNION, BtfKind.TYPEDEF)) {
            OptionalInt found = btf.find(name, kind);
            if (found.isPresent()) {
                return StructLayout.of(btf, btf.resolve(found.getAsInt()));
            }
        }
        throw new AssertionError("no type " + name);
    }

    private static List<String> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(KernelTypesTest.class.getResourceAsStream("kernel-fields.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .toList();
        }
    }

    @Test
    void tracepointsHaveTheirPrototypes() {
        int typedef = btf.find("btf_trace_sched_switch", BtfKind.TYPEDEF).orElseThrow();
        FuncProto proto = (FuncProto) btf.type(((Ptr) btf.type(((Typedef) btf.type(typedef)).target())).target());
        assertThat(proto.params().stream().map(p -> BtfC.declaration(btf, p.type(), "")))
                .containsExactly("void *", "bool", "struct task_struct *", "struct task_struct *", "unsigned int");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpf_lsm_file_open",
                "bpf_iter_task",
                "bpf_iter_bpf_map",
                "__bpf_trace_sched_switch",
                "tcp_v4_connect",
                "do_unlinkat",
                "bpf_iter_num_new"
            })
    void functionsOfHooksAreThere(String function) {
        assertThat(btf.find(function, BtfKind.FUNC)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpf_ctx_convert",
                "sk_buff",
                "xdp_buff",
                "bpf_iter__task",
                "trace_event_raw_sched_switch",
                "bpf_spin_lock",
                "bpf_rb_node",
                "bpf_list_head",
                "bpf_cpumask",
                "bpf_dynptr_kern",
                "bpf_htab",
                "tcp_congestion_ops"
            })
    void structsThatTheKernelNamesAreThere(String struct) {
        assertThat(btf.find(struct, BtfKind.STRUCT)).isPresent();
    }

    @Test
    void aMachineHasTheTypesThatItWasGiven() {
        Btf other = Btf.empty();
        assertThat(new Kernel(KernelConfig.reference().withTypes(KernelTypes.of(other))).btf())
                .isSameAs(other);
        assertThat(new Kernel(KernelConfig.reference()).btf()).isSameAs(btf);
    }
}
