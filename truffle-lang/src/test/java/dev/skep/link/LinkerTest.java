package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfValue;
import dev.skep.isa.Bytecode;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelException;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.program.ProgramImage;
import dev.skep.kernel.program.ProgramType;
import dev.skep.link.LinkedObject.ProgramSlot;
import dev.skep.object.Fixtures;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkerTest {
    private static final byte[] ZERO = new byte[4];

    static List<String> objects() {
        return Fixtures.names();
    }

    private static Kernel kernel() {
        return new Kernel(KernelConfig.reference());
    }

    private static LinkedObject link(String name) {
        return Linker.link(Fixtures.read(name), kernel());
    }

    /** Without the maps that no kernel takes. */
    private static ObjectSpec features() {
        ObjectSpec all = ObjectReader.read("features.bpf.o", Fixtures.resource("features.bpf.o"));
        return new ObjectSpec(
                all.name(),
                all.programs(),
                all.functions(),
                all.maps().stream()
                        .map(map -> map.name().equals("newer") || map.name().equals("bloom")
                                ? all.map("everything").orElseThrow()
                                : map)
                        .toList(),
                all.externs(),
                all.btf(),
                all.license(),
                all.version());
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyFixtureIsLinkedIntoAKernel(String name) {
        LinkedObject linked = link(name);

        assertThat(linked.maps()).hasSameSizeAs(linked.spec().maps());
        assertThat(linked.images()).isNotEmpty().allSatisfy(image -> {
            assertThat(image.code().size()).isPositive();
            assertThat(image.maps()).hasSameSizeAs(linked.maps());
            assertThat(image.license()).isEqualTo(linked.spec().license());
        });
    }

    @Test
    void variablesHaveTheirValuesAndConstantsAreFrozen() {
        LinkedObject linked = link("size_histogram");
        LinkedMap constants = linked.map(".rodata").orElseThrow();
        LinkedMap named = linked.map(".rodata.limits").orElseThrow();

        assertThat(constants.map().syscall().lookup(ZERO))
                .isEqualTo(HexFormat.of().parseHex("05000000"));
        assertThat(named.map().syscall().lookup(ZERO)).isEqualTo(HexFormat.of().parseHex("40000000"));
        assertThatThrownBy(() -> constants.map().syscall().update(ZERO, ZERO, 0))
                .isInstanceOf(KernelException.class);
        assertThat(linked.map(".data").orElseThrow().map().syscall().lookup(ZERO))
                .isEqualTo(HexFormat.of().parseHex("00000100ffffffff"));
    }

    @Test
    void configurationIsThatOfTheKernel() {
        Kernel older = new Kernel(KernelConfig.reference().withVersion(KernelVersion.parse("6.1.7")));
        LinkedMap configuration =
                Linker.link(Fixtures.read("externs"), older).map(".kconfig").orElseThrow();
        MapSpec spec = configuration.definition().spec();

        Object values = BtfValue.read(
                Objects.requireNonNull(spec.btf()),
                spec.valueTypeId(),
                configuration.map().syscall().lookup(ZERO));
        assertThat(values)
                .isEqualTo(Map.of(
                        "CONFIG_HZ",
                        250L,
                        "LINUX_KERNEL_VERSION",
                        0x060107L,
                        "LINUX_HAS_BPF_COOKIE",
                        true,
                        "CONFIG_BPF_SYSCALL",
                        true,
                        "CONFIG_BPF_JIT",
                        "TRI_YES",
                        "CONFIG_NO_SUCH_THING",
                        "TRI_NO",
                        "CONFIG_NO_SUCH_LETTER",
                        0L,
                        "CONFIG_NO_SUCH_NUMBER",
                        0L,
                        "CONFIG_NO_SUCH_STRING",
                        ""));
    }

    @Test
    void mapsInMapsAreFilled() {
        LinkedObject linked = link("map_in_map");
        int tcp = linked.map("tcp_counts").orElseThrow().map().id();

        byte[] value = linked.map("by_protocol").orElseThrow().map().syscall().lookup(new byte[] {6, 0, 0, 0});
        assertThat(value).isEqualTo(new byte[] {(byte) tcp, 0, 0, 0});
    }

    @Test
    void slotsOfProgramArraysAreListed() {
        LinkedObject linked = link("tail_calls");

        assertThat(linked.programSlots())
                .hasSize(4)
                .first()
                .isEqualTo(new ProgramSlot(linked.map("programs").orElseThrow().map(), 0, "xdp_endless"));
    }

    @Test
    void traitsOfSectionsBecomeFlags() {
        LinkedObject linked = Linker.link(features(), kernel());

        assertThat(linked.image("not_loaded").has(ProgramImage.F_XDP_HAS_FRAGS)).isTrue();
        assertThat(linked.image("sleepable").has(ProgramImage.F_SLEEPABLE)).isTrue();
        assertThat(linked.image("plain").flags()).isZero();
        assertThat(linked.image("sleepable").attachTarget()).isEqualTo("file_open");
    }

    @Test
    void perfEventArrayWithoutSizeHasAsManyEntriesAsCpus() {
        LinkedObject linked =
                Linker.link(features(), new Kernel(KernelConfig.reference().withCpus(3)));

        assertThat(linked.map("perf").orElseThrow().map().spec().maxEntries()).isEqualTo(3);
    }

    @Test
    void functionsThatAreNotCalledAreLeftOut() {
        ObjectSpec object = features();
        ResolvedExterns externs = ResolvedExterns.of(
                object, KernelSymbols.reference(), KernelConfiguration.reference(KernelVersion.REFERENCE));
        ProgramSpec program = object.program("older_name").orElseThrow();

        assertThat(CodeLinker.link(object, program, externs, KernelTypes.reference())
                        .functions())
                .extracting(placed -> placed.function().name())
                .containsExactlyInAnyOrder("older_name", "global_function", "static_function");
    }

    @Test
    void recordsFollowTheirFunctions() {
        ProgramImage image = link("subprograms").images().getFirst();

        assertThat(image.functions().getFirst().slot()).isZero();
        assertThat(image.functions()).isSortedAccordingTo((a, b) -> Integer.compare(a.slot(), b.slot()));
        assertThat(image.lines()).isSortedAccordingTo((a, b) -> Integer.compare(a.slot(), b.slot()));
        assertThat(image.functions())
                .allSatisfy(function -> assertThat(image.lines()).anyMatch(line -> line.slot() == function.slot()));
    }

    @Test
    void programOfUnknownTypeMustBeGivenOne() {
        LinkedObject linked = Linker.link(features(), kernel());

        assertThatThrownBy(() -> linked.image("custom"))
                .isInstanceOf(RelocationException.class)
                .hasMessage("features.bpf.o: from-netdev/custom: a section name that says no program type, "
                        + "expected one that libbpf knows, or the type by --type");
        LinkedObject typed = Linker.link(features().withType(ProgramType.SCHED_CLS), kernel());
        assertThat(typed.image("custom").type()).isEqualTo(ProgramType.SCHED_CLS);
    }

    @Test
    void mapThatTheKernelRefusesIsNamed() {
        ObjectSpec all = ObjectReader.read("features.bpf.o", Fixtures.resource("features.bpf.o"));

        assertThatThrownBy(() -> Linker.link(only(all, "bloom"), kernel()))
                .isInstanceOf(RelocationException.class)
                .hasMessageStartingWith("features.bpf.o: .maps/bloom: ")
                .hasMessageEndingWith("Invalid argument (EINVAL)");
        assertThatThrownBy(() -> Linker.link(only(all, "newer"), kernel()))
                .isInstanceOf(RelocationException.class)
                .hasMessage("features.bpf.o: .maps/newer: map type 77, expected 1..33");
    }

    private static ObjectSpec only(ObjectSpec all, String map) {
        return new ObjectSpec(
                all.name(),
                List.of(),
                List.of(),
                List.of(all.map(map).orElseThrow()),
                List.of(),
                all.btf(),
                all.license(),
                all.version());
    }

    @Test
    void unknownProgramIsNamed() {
        assertThatThrownBy(() -> link("firewall").image("nothing"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("firewall.bpf.o: no program nothing, expected one of [xdp_firewall]");
    }

    @Test
    void programsOfOneObjectDoNotShareCode() {
        LinkedObject linked = link("tail_calls");

        Bytecode ping = linked.image("xdp_ping").code();
        assertThat(ping).isNotEqualTo(linked.image("xdp_pong").code());
        assertThat(linked.image("xdp_ping").code()).isEqualTo(ping);
    }
}
