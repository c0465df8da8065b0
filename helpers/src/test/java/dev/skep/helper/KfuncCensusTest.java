package dev.skep.helper;

import static dev.skep.helper.Census.cell;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType.Func;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Param;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of kfuncs against the reference kernel: its BTF, and which program types could load a call. */
class KfuncCensusTest {
    /** Types that the reference kernel did not load, so that nothing was measured. */
    private static final Set<ProgramType> NOT_MEASURED =
            EnumSet.of(ProgramType.LIRC_MODE2, ProgramType.EXT, ProgramType.LSM);

    /** The attach types of tracing programs with which kfuncs were measured; a type counts when one of them may. */
    private static final Set<AttachType> TRACING_MEASURED = EnumSet.of(AttachType.TRACE_RAW_TP, AttachType.TRACE_ITER);

    private final KfuncTable table = KfuncTable.standard();
    private final List<Map<String, String>> census = Census.read("kfuncs.tsv");

    @Test
    void holdsEveryKfuncWithItsPrototype() {
        Set<String> expected = new TreeSet<>();
        census.forEach(row -> expected.add(cell(row, "prototype")));
        Set<String> declared = new TreeSet<>();
        table.all().forEach(kfunc -> declared.add(kfunc.prototype().prototype()));
        assertThat(declared).isEqualTo(expected).hasSize(203);
    }

    @Test
    void theTypesThatComeAlongHoldEveryKfuncAtItsIdWithItsParameters() {
        Btf types = KernelTypes.reference().btf();
        for (Map<String, String> row : census) {
            KfuncPrototype kfunc = kfunc(row);
            int id = types.find(kfunc.name(), BtfKind.FUNC).orElseThrow();
            assertThat(id).as(kfunc.name()).isEqualTo(Integer.parseInt(cell(row, "btf_id")));
            assertThat(Objects.requireNonNull(table.find(types, id)).prototype())
                    .isEqualTo(kfunc);
            FuncProto proto = (FuncProto) types.type(((Func) types.type(id)).proto());
            assertThat(proto.params()).as(kfunc.name()).hasSameSizeAs(kfunc.parameters());
            for (Param parameter : proto.params()) {
                assertThat(kfunc.prototype()).containsPattern("\\b" + parameter.name() + "\\b");
            }
        }
    }

    @Test
    void anotherKernelsIdsMeanTheFunctionsOfTheSameNames() {
        BtfBuilder kernel = new BtfBuilder();
        int proto = kernel.add(new FuncProto(0, List.of()));
        int kfunc = kernel.add(new Func("bpf_rcu_read_lock", proto, Linkage.STATIC));
        int other = kernel.add(new Func("do_unlinkat", proto, Linkage.STATIC));
        Btf types = kernel.build();
        assertThat(Objects.requireNonNull(table.find(types, kfunc)).prototype().name())
                .isEqualTo("bpf_rcu_read_lock");
        assertThat(table.find(types, other)).isNull();
        assertThat(table.find(types, proto)).isNull();
        assertThat(table.find(types, 1 << 20)).isNull();
        assertThat(table.find(types, -1)).isNull();
    }

    @Test
    void admitsEachKfuncToTheTypesThatTheKernelAdmits() {
        List<String> differences = new ArrayList<>();
        for (Map<String, String> row : census) {
            KfuncPrototype kfunc = kfunc(row);
            Set<ProgramType> expected = expected(cell(row, "program_types"));
            Set<ProgramType> admitted = EnumSet.noneOf(ProgramType.class);
            for (ProgramType type : ProgramType.values()) {
                Set<AttachType> attachTypes =
                        type == ProgramType.TRACING ? TRACING_MEASURED : EnumSet.of(AttachType.NONE);
                if (attachTypes.stream().anyMatch(attach -> KfuncTable.admits(kfunc, type, attach))) {
                    admitted.add(type);
                }
            }
            admitted.removeAll(NOT_MEASURED);
            if (!admitted.equals(expected)) {
                differences.add(kfunc.name() + ": " + admitted + ", not " + expected);
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void saysWhichKfuncsSleep() {
        List<String> differences = new ArrayList<>();
        for (Map<String, String> row : census) {
            // the cell is empty where no type but SYSCALL could be asked, whose programs sleep anyway
            boolean measured = cell(row, "sleepable").equals("yes");
            KfuncPrototype kfunc = kfunc(row);
            boolean onlyForIterators = kfunc.name().equals("bpf_iter_css_task_new");
            if (measured && !kfunc.has(KfuncFlag.SLEEPABLE) && !onlyForIterators) {
                differences.add(kfunc.name());
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void saysWhichKfuncsKeepTheContractOfFastcall() {
        census.forEach(row -> assertThat(kfunc(row).has(KfuncFlag.FASTCALL))
                .as(cell(row, "name"))
                .isEqualTo(cell(row, "fastcall").equals("yes")));
    }

    @Test
    void printsEachPrototypeAsItWasWritten() {
        List<String> differences = new ArrayList<>();
        for (BoundKfunc kfunc : table.all()) {
            KfuncPrototype prototype = kfunc.prototype();
            boolean callback = prototype.parameters().stream()
                    .anyMatch(parameter -> parameter.type().kind() == CType.Kind.FUNCTION);
            if (!callback && !print(prototype).equals(prototype.prototype())) {
                differences.add(print(prototype) + ", not " + prototype.prototype());
            }
        }
        assertThat(differences).isEmpty();
    }

    private static String print(KfuncPrototype prototype) {
        List<String> parameters = new ArrayList<>();
        prototype
                .parameters()
                .forEach(parameter -> parameters.add(parameter.type().toC(parameter.name())));
        return prototype.result().toC(prototype.name()) + "("
                + (parameters.isEmpty() ? "void" : String.join(", ", parameters)) + ")";
    }

    private KfuncPrototype kfunc(Map<String, String> row) {
        BoundKfunc found = Objects.requireNonNull(
                table.find(KernelTypes.reference().btf(), Integer.parseInt(cell(row, "btf_id"))));
        assertThat(found).as(cell(row, "name")).isSameAs(table.find(cell(row, "name")));
        return found.prototype();
    }

    private static Set<ProgramType> expected(String programTypes) {
        if (programTypes.equals("ALL")) {
            Set<ProgramType> all = EnumSet.allOf(ProgramType.class);
            all.removeAll(NOT_MEASURED);
            return all;
        }
        Set<ProgramType> types = EnumSet.noneOf(ProgramType.class);
        Arrays.stream(programTypes.split(",", -1))
                .filter(name -> !name.isEmpty())
                .forEach(name -> types.add(ProgramType.valueOf(name.toUpperCase(Locale.ROOT))));
        return types;
    }
}
