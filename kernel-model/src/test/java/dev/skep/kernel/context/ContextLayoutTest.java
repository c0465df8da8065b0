package dev.skep.kernel.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code ctx_fields.tsv} was measured on a 6.18 kernel: for each field the sizes that its verifier accepted. */
class ContextLayoutTest {
    private static final List<Integer> SIZES = List.of(1, 2, 4, 8);

    private static final Map<ContextRegister, String> REGISTER_NAMES = Map.of(
            ContextRegister.SCALAR, "scalar",
            ContextRegister.PACKET, "pkt",
            ContextRegister.PACKET_END, "pkt_end",
            ContextRegister.PACKET_META, "pkt_meta",
            ContextRegister.SOCKET, "sock",
            ContextRegister.SOCKET_OR_NULL, "sock_or_null",
            ContextRegister.SOCK_COMMON_OR_NULL, "sock_common_or_null",
            ContextRegister.FLOW_KEYS, "flow_keys",
            ContextRegister.TRUSTED_SK_BUFF, "trusted_ptr_sk_buff",
            ContextRegister.TRUSTED_HOOK_STATE, "trusted_ptr_nf_hook_state");

    /** A row of the census. */
    private record Measured(
            String context,
            String field,
            int offset,
            int size,
            String type,
            String variant,
            boolean read,
            boolean write,
            String readSizes,
            String writeSizes,
            String register) {

        ContextLayout layout() {
            Kind kind = kind(variant);
            return ContextLayout.of(kind.type, kind.attachType);
        }
    }

    private record Kind(ProgramType type, AttachType attachType) {}

    @Test
    void everyFieldStandsWhereTheKernelHasIt() {
        List<Measured> census = census();
        assertThat(census.size()).isEqualTo(877);
        for (Measured row : census) {
            ContextField field = field(row);
            assertThat(field.offset())
                    .as("%s.%s offset", row.context, row.field)
                    .isEqualTo(row.offset);
            assertThat(field.size()).as("%s.%s size", row.context, row.field).isEqualTo(row.size);
            assertThat(field.type()).as("%s.%s type", row.context, row.field).isEqualTo(row.type);
            assertThat(row.layout().struct()).isEqualTo(row.context);
        }
    }

    @Test
    void noLayoutHasFieldsThatTheCensusHasNot() {
        Map<String, List<String>> named = new LinkedHashMap<>();
        census().forEach(row ->
                named.computeIfAbsent(row.variant, key -> new ArrayList<>()).add(row.field));
        named.forEach((variant, fields) -> {
            Kind kind = kind(variant);
            assertThat(ContextLayout.of(kind.type, kind.attachType).fields())
                    .as(variant)
                    .extracting(ContextField::name)
                    .containsExactlyElementsOf(fields);
        });
    }

    @Test
    void sizesThatTheKernelAcceptedAreAccepted() {
        for (Measured row : census()) {
            checkSizes(row, Access.READ, row.read ? row.readSizes : "");
            checkSizes(row, Access.WRITE, row.write ? row.writeSizes : "");
        }
    }

    @Test
    void readingGivesTheRegisterTypeOfTheKernel() {
        for (Measured row : census()) {
            if (row.read && !row.register.isEmpty()) {
                assertThat(REGISTER_NAMES.get(field(row).register()))
                        .as("%s.%s in %s", row.context, row.field, row.variant)
                        .isEqualTo(row.register);
            }
        }
    }

    @Test
    void everyTypeHasALayoutThatNamesItsStruct() {
        for (ProgramType type : ProgramType.values()) {
            ContextLayout layout = ContextLayout.of(type, AttachType.NONE);
            assertThat(layout.isMemory() || layout.struct().equals(type.contextStruct()))
                    .as("%s", type)
                    .isTrue();
            for (ContextField field : layout.fields()) {
                assertThat(field.offset() + field.size())
                        .as("%s.%s", type, field.name())
                        .isLessThanOrEqualTo(layout.size());
            }
        }
    }

    @Test
    void accessOutsideOfAnyFieldIsRefused() {
        ContextLayout skb = ContextLayout.of(ProgramType.SCHED_CLS, AttachType.NONE);
        assertThat(skb.access(Access.READ, 192, 4)).isNull();
        assertThat(skb.access(Access.READ, -4, 4)).isNull();
        assertThat(skb.access(Access.READ, 0, 8)).as("len and pkt_type in one").isNull();
        assertThat(skb.access(Access.READ, 181, 1)).as("padding").isNull();
        assertThat(skb.access(Access.READ, 2, 4)).as("unaligned").isNull();
        assertThat(skb.access(Access.WRITE, 64, 8)).as("past cb[4]").isNull();
    }

    private static void checkSizes(Measured row, Access access, String notation) {
        boolean elided = notation.contains("narrow");
        Map<Integer, Set<Integer>> expected = sizesByOffset(notation);
        int last = elided ? 0 : row.size - 1;
        for (int within = 0; within <= last; within++) {
            Set<Integer> accepted = new LinkedHashSet<>();
            for (int size : SIZES) {
                if (field(row).accepts(access, row.offset + within, size)) {
                    accepted.add(size);
                }
            }
            assertThat(accepted)
                    .as("%s %s.%s+%d in %s", access, row.context, row.field, within, row.variant)
                    .isEqualTo(expected.getOrDefault(within, Set.of()));
        }
    }

    /** {@code 1/2/4,+1:1,+2:1/2,+3:1}: sizes at the start of the field, then at offsets in it. */
    private static Map<Integer, Set<Integer>> sizesByOffset(String notation) {
        Map<Integer, Set<Integer>> sizes = new TreeMap<>();
        for (String part : notation.split(",", -1)) {
            if (part.isEmpty() || part.startsWith("...")) {
                continue;
            }
            int colon = part.indexOf(':');
            int within = colon < 0 ? 0 : Integer.parseInt(part.substring(1, colon));
            Set<Integer> at = new LinkedHashSet<>();
            for (String size : part.substring(colon + 1).split("/", -1)) {
                at.add(Integer.parseInt(size));
            }
            sizes.put(within, at);
        }
        return sizes;
    }

    private static ContextField field(Measured row) {
        return row.layout().fields().stream()
                .filter(field -> field.name().equals(row.field))
                .findFirst()
                .orElseThrow(() -> new AssertionError(row.context + "." + row.field + " in " + row.variant));
    }

    private static Kind kind(String variant) {
        return switch (variant) {
            case "tcx_ingress" -> new Kind(ProgramType.SCHED_CLS, AttachType.TCX_INGRESS);
            case "cgroup_skb_ingress" -> new Kind(ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_INGRESS);
            case "cgroup_skb_egress" -> new Kind(ProgramType.CGROUP_SKB, AttachType.CGROUP_INET_EGRESS);
            case "sk_skb_parser" -> new Kind(ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_PARSER);
            case "sk_skb_stream_verdict" -> new Kind(ProgramType.SK_SKB, AttachType.SK_SKB_STREAM_VERDICT);
            case "sk_skb_verdict" -> new Kind(ProgramType.SK_SKB, AttachType.SK_SKB_VERDICT);
            case "xdp" -> new Kind(ProgramType.XDP, AttachType.XDP);
            case "xdp_devmap" -> new Kind(ProgramType.XDP, AttachType.XDP_DEVMAP);
            case "xdp_cpumap" -> new Kind(ProgramType.XDP, AttachType.XDP_CPUMAP);
            case "sk_reuseport_select" -> new Kind(ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT);
            case "sk_reuseport_migrate" ->
                new Kind(ProgramType.SK_REUSEPORT, AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE);
            case "cgroup_getsockopt" -> new Kind(ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_GETSOCKOPT);
            case "cgroup_setsockopt" -> new Kind(ProgramType.CGROUP_SOCKOPT, AttachType.CGROUP_SETSOCKOPT);
            case "cgroup_sock:sock_create" -> new Kind(ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_CREATE);
            case "cgroup_sock:sock_release" -> new Kind(ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET_SOCK_RELEASE);
            case "cgroup_sock:4_post_bind" -> new Kind(ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET4_POST_BIND);
            case "cgroup_sock:6_post_bind" -> new Kind(ProgramType.CGROUP_SOCK, AttachType.CGROUP_INET6_POST_BIND);
            default -> plainKind(variant);
        };
    }

    private static Kind plainKind(String variant) {
        String upper = variant.toUpperCase(Locale.ROOT);
        int colon = upper.indexOf(':');
        if (colon < 0) {
            return new Kind(ProgramType.valueOf(upper), AttachType.NONE);
        }
        return new Kind(
                ProgramType.valueOf(upper.substring(0, colon)),
                AttachType.valueOf("CGROUP_" + upper.substring(colon + 1)));
    }

    private static List<Measured> census() {
        List<Measured> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ContextLayoutTest.class.getResourceAsStream("ctx_fields.tsv")),
                StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] column = line.split("\t", -1);
                rows.add(new Measured(
                        column[0],
                        column[1],
                        Integer.parseInt(column[2]),
                        Integer.parseInt(column[3]),
                        column[4],
                        column[5],
                        column[6].equals("r"),
                        column[7].equals("w"),
                        column[8],
                        column[9],
                        column[10]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
