package dev.skep.object;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.SectionName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a section's name says about the programs in it. First what libbpf says today; then names that older loaders
 * knew: libbpf before 1.0 took {@code xdp_prog} for {@code xdp}, Android's loader has words of its own.
 */
final class SectionTypes {
    private record Older(String prefix, ProgramType type) {}

    /** In the order in which they are tried. */
    private static final List<Older> OLDER = List.of(
            new Older("socket", ProgramType.SOCKET_FILTER),
            new Older("skfilter/", ProgramType.SOCKET_FILTER),
            new Older("classifier", ProgramType.SCHED_CLS),
            new Older("schedcls/", ProgramType.SCHED_CLS),
            new Older("action", ProgramType.SCHED_ACT),
            new Older("schedact/", ProgramType.SCHED_ACT),
            new Older("cgroupskb/", ProgramType.CGROUP_SKB),
            new Older("cgroupsock/", ProgramType.CGROUP_SOCK),
            new Older("xdp", ProgramType.XDP),
            new Older("perf_event", ProgramType.PERF_EVENT),
            new Older("lwt_in", ProgramType.LWT_IN),
            new Older("lwt_out", ProgramType.LWT_OUT),
            new Older("lwt_xmit", ProgramType.LWT_XMIT),
            new Older("lwt_seg6local", ProgramType.LWT_SEG6LOCAL),
            new Older("sockops", ProgramType.SOCK_OPS),
            new Older("sk_skb", ProgramType.SK_SKB),
            new Older("sk_msg", ProgramType.SK_MSG));

    private SectionTypes() {}

    /**
     * The program of an entry function, by its section; {@code stageType} is the type of iproute2's sections
     * {@code ID/SLOT}.
     */
    static ProgramSpec program(FunctionSpec function, boolean autoload, @Nullable ProgramType stageType) {
        String section = function.section();
        int slash = section.indexOf('/');
        String target = slash < 0 ? "" : section.substring(slash + 1);
        ProgramType.Section known = ProgramType.ofSection(section);
        if (known != null) {
            SectionName name = known.name();
            String attached = name.pattern().endsWith("+") ? target : "";
            return new ProgramSpec(function, known.type(), name.attachType(), attached, name.traits(), autoload);
        }
        ProgramType type = IprouteStage.of(section) != null ? stageType : older(section);
        return new ProgramSpec(function, type, AttachType.NONE, "", Set.of(), autoload);
    }

    private static @Nullable ProgramType older(String section) {
        return OLDER.stream()
                .filter(row -> section.startsWith(row.prefix()))
                .map(Older::type)
                .findFirst()
                .orElse(null);
    }
}
