package dev.skep.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.kernel.map.BpfMap;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.HelperFamily;
import dev.skep.kernel.program.Invocation;
import dev.skep.kernel.program.ProgramType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the table refuses, and how it binds. */
class HelperTableTest {

    abstract static class TwoOfOneId {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_first(Invocation in);

        @Helper(id = 500, families = HelperFamily.TC)
        abstract long bpf_second(Invocation in);
    }

    @Test
    void refusesAnIdThatIsTakenByAnotherHelper() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(TwoOfOneId.class)).all())
                .withMessageContaining("helper id 500 is taken twice")
                .withMessageContaining("bpf_first")
                .withMessageContaining("bpf_second");
    }

    abstract static class TwoOfOneFamily {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(Invocation in);

        @Helper(
                id = 500,
                name = "f",
                families = {HelperFamily.XDP, HelperFamily.TC})
        abstract long bpf_f_again(Invocation in);
    }

    @Test
    void refusesTwoPrototypesForOneFamily() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(TwoOfOneFamily.class)).all())
                .withMessageContaining("helper id 500 is taken twice");
    }

    abstract static class NoArgumentType {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(Invocation in, long what);
    }

    @Test
    void refusesAnArgumentWithoutType() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(NoArgumentType.class)).all())
                .withMessage("NoArgumentType.bpf_f does not say what argument 1 is");
    }

    abstract static class SizeWithoutMemory {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(
                Invocation in, @Arg(ArgumentType.ANYTHING) long what, @Arg(ArgumentType.CONST_SIZE) long size);
    }

    @Test
    void refusesASizeWithoutMemoryBeforeIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(SizeWithoutMemory.class)).all())
                .withMessage("SizeWithoutMemory.bpf_f argument 2 is a size without memory before it");
    }

    abstract static class SizeFirst {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(Invocation in, @Arg(ArgumentType.CONST_SIZE_OR_ZERO) long size);
    }

    @Test
    void refusesASizeAsFirstArgument() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(SizeFirst.class)).all())
                .withMessage("SizeFirst.bpf_f argument 1 is a size without memory before it");
    }

    abstract static class MemoryWithoutSize {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(Invocation in, @Arg(ArgumentType.PTR_TO_MEM) long memory);
    }

    @Test
    void refusesMemoryWithoutSize() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(MemoryWithoutSize.class)).all())
                .withMessage("MemoryWithoutSize.bpf_f argument 1 is memory, and no size follows");
    }

    abstract static class MapThatIsALong {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(Invocation in, @Arg(ArgumentType.CONST_MAP_PTR) long map);
    }

    @Test
    void refusesAMapThatIsNoMap() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(MapThatIsALong.class)).all())
                .withMessageContaining("CONST_MAP_PTR and BpfMap go together");
    }

    abstract static class MapAtTheEnd {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(
                Invocation in,
                @Arg(ArgumentType.ANYTHING) long a,
                @Arg(ArgumentType.ANYTHING) long b,
                @Arg(ArgumentType.CONST_MAP_PTR) BpfMap map);
    }

    @Test
    void refusesAMapBehindTheSecondArgument() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(MapAtTheEnd.class)).all())
                .withMessageContaining("bpf_f argument 3 is a BpfMap, not long");
    }

    abstract static class WithoutInvocation {
        @Helper(id = 500, families = HelperFamily.XDP)
        abstract long bpf_f(long a);
    }

    @Test
    void refusesAMethodOfAnotherForm() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new HelperTable(List.of(WithoutInvocation.class)).all())
                .withMessage("WithoutInvocation.bpf_f is not of the form long f(Invocation, ...)");
    }

    abstract static class Variants {
        @Helper(id = 500, families = HelperFamily.COMMON)
        abstract long bpf_f(Invocation in);

        @Helper(id = 500, name = "f", families = HelperFamily.XDP, gplOnly = true)
        abstract long bpf_f_of_xdp(Invocation in);
    }

    @Test
    void takesTheSpecialPrototypeBeforeTheGeneralOne() {
        HelperTable table = new HelperTable(List.of(Variants.class));
        assertThat(table.find(500, ProgramType.XDP, AttachType.NONE))
                .returns(true, helper -> helper.prototype().gplOnly());
        assertThat(table.find(500, ProgramType.NETFILTER, AttachType.NONE))
                .returns(false, helper -> helper.prototype().gplOnly());
        assertThat(table.find(501, ProgramType.XDP, AttachType.NONE)).isNull();
    }

    @Test
    void callsOfAHelperWithoutBodyNameIt() {
        BoundHelper helper = new HelperTable(List.of(Variants.class)).all().getFirst();
        assertThat(helper.isBuilt()).isFalse();
        assertThatThrownBy(helper::body)
                .isInstanceOf(NotBuiltException.class)
                .hasMessage("helper bpf_f is not built yet");
    }
}
