package dev.skep.helper;

import static dev.skep.helper.Census.cell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The table against the reference kernel's verdicts: for each helper, which program types could load a program that
 * calls it, whether only under the GPL, whether only when sleepable.
 */
class HelperCensusTest {
    /** Types that the reference kernel did not load, so that nothing was measured. */
    private static final Set<ProgramType> NOT_MEASURED =
            EnumSet.of(ProgramType.LIRC_MODE2, ProgramType.EXT, ProgramType.LSM);

    /**
     * Helpers that the reference machine hides from everybody: {@code bpf_probe_write_user} by its lockdown,
     * {@code bpf_override_return} by its configuration.
     */
    private static final Set<Integer> HIDDEN = Set.of(36, 58);

    /** Attach types with which each type was measured, where it makes a difference. */
    private static final Set<AttachType> TRACING_MEASURED = EnumSet.of(AttachType.TRACE_RAW_TP, AttachType.TRACE_ITER);

    private static final Pattern CELL = Pattern.compile("(\\w+)(?:\\{([^}]*)})?(?:,|$)");

    private final HelperTable table = HelperTable.standard();
    private final List<Map<String, String>> census = Census.read("helpers.tsv");

    @Test
    void holdsEveryHelperOfTheKernel() {
        Set<String> expected = new TreeSet<>();
        census.forEach(row -> expected.add(cell(row, "id") + " bpf_" + cell(row, "name")));
        Set<String> declared = new TreeSet<>();
        table.all()
                .forEach(helper -> declared.add(
                        helper.prototype().id() + " " + helper.prototype().functionName()));
        assertThat(declared).isEqualTo(expected).hasSize(HelperTable.ID_LIMIT - 1);
    }

    @Test
    void admitsEachHelperToTheTypesThatTheKernelAdmits() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (Map<String, String> row : census) {
            int id = Integer.parseInt(cell(row, "id"));
            if (HIDDEN.contains(id)) {
                continue;
            }
            Set<String> expected = expected(cell(row, "program_types"));
            for (ProgramType type : EnumSet.complementOf(EnumSet.copyOf(NOT_MEASURED))) {
                for (AttachType attachType : measuredWith(type)) {
                    boolean admitted = table.find(id, type, attachType) != null;
                    if (admitted != expected.contains(type + "/" + attachType)) {
                        differences.add(row.get("name") + " by " + type + "/" + attachType + ": " + admitted);
                    }
                    compared++;
                }
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared).isGreaterThan(9000);
    }

    @Test
    void saysWhichHelpersNeedTheGpl() {
        List<String> differences = new ArrayList<>();
        for (BoundHelper helper : table.all()) {
            HelperPrototype prototype = helper.prototype();
            String measured = cell(census.get(prototype.id() - 1), "gpl_only");
            if (!measured.startsWith("mixed") && Boolean.parseBoolean(measured) != prototype.gplOnly()) {
                differences.add(prototype.functionName());
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void saysWhichHelpersSleep() {
        Set<String> expected = new TreeSet<>();
        census.stream()
                .filter(row -> cell(row, "sleepable_only").equals("yes"))
                .forEach(row -> expected.add(cell(row, "name")));
        // only syscall programs may call these, and they sleep anyway: nothing to measure
        expected.addAll(Set.of("sys_bpf", "sys_close", "btf_find_by_name_kind"));
        Set<String> declared = new TreeSet<>();
        table.all().stream()
                .filter(helper -> helper.prototype().mightSleep())
                .forEach(helper -> declared.add(helper.prototype().name()));
        assertThat(declared).isEqualTo(expected);
    }

    @Test
    void findsTheSamePrototypesWhenClassesAreReadOneByOne() {
        HelperTable full = HelperTable.standard();
        Set<Integer> severalPrototypes = new TreeSet<>();
        Set<Integer> seen = new TreeSet<>();
        for (BoundHelper helper : full.all()) {
            if (!seen.add(helper.prototype().id())) {
                severalPrototypes.add(helper.prototype().id());
            }
        }
        assertThat(severalPrototypes).hasSizeGreaterThan(15);
        for (int id : severalPrototypes) {
            for (ProgramType type : ProgramType.values()) {
                HelperTable lazy = HelperTable.standardUnread();
                BoundHelper expected = full.find(id, type, AttachType.NONE);
                BoundHelper found = lazy.find(id, type, AttachType.NONE);
                assertThat(found == null ? null : found.prototype())
                        .as("helper %d for %s", id, type)
                        .isEqualTo(expected == null ? null : expected.prototype());
            }
        }
    }

    private static Set<AttachType> measuredWith(ProgramType type) {
        if (type == ProgramType.TRACING) {
            return TRACING_MEASURED;
        }
        return type.attachTypes().isEmpty() ? EnumSet.of(AttachType.NONE) : type.attachTypes();
    }

    /** {@code cgroup_sock_addr{inet4_bind|inet6_bind},xdp} as pairs of type and attach type. */
    private static Set<String> expected(String programTypes) {
        Set<String> expected = new TreeSet<>();
        Matcher cells = CELL.matcher(programTypes);
        while (cells.find()) {
            ProgramType type = ProgramType.valueOf(cells.group(1).toUpperCase(Locale.ROOT));
            String only = cells.group(2);
            if (only == null) {
                measuredWith(type).forEach(attachType -> expected.add(type + "/" + attachType));
            } else {
                for (String name : only.split("\\|", -1)) {
                    expected.add(type + "/" + attachType(name));
                }
            }
        }
        return expected;
    }

    private static AttachType attachType(String measured) {
        if (measured.equals("tp_btf")) {
            return AttachType.TRACE_RAW_TP;
        }
        if (measured.startsWith("iter")) {
            return AttachType.TRACE_ITER;
        }
        String name = measured.toUpperCase(Locale.ROOT);
        return AttachType.valueOf(name.startsWith("CGROUP_") ? name : "CGROUP_" + name);
    }
}
