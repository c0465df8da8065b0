package dev.skep.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfValue;
import dev.skep.kernel.map.MapFlags;
import dev.skep.kernel.map.MapSpec;
import dev.skep.kernel.map.MapType;
import dev.skep.kernel.program.AttachType;
import dev.skep.kernel.program.LineRecord;
import dev.skep.kernel.program.ProgramType;
import dev.skep.kernel.program.SectionName.Trait;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.MapDefinition.Slot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectReaderTest {
    private final ObjectSpec features = ObjectReader.read("features.bpf.o", Fixtures.resource("features.bpf.o"));

    static List<String> objects() {
        return Fixtures.names();
    }

    private ProgramSpec program(String name) {
        return features.program(name).orElseThrow();
    }

    private MapSpec map(String name) {
        return features.map(name).orElseThrow().spec();
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyFixtureIsReadAlikeTwice(String name) {
        ObjectSpec first = Fixtures.read(name);
        ObjectSpec second = Fixtures.read(name);

        assertThat(first.programs()).isNotEmpty().isEqualTo(second.programs());
        assertThat(first.functions()).isEqualTo(second.functions());
        assertThat(first.externs()).isEqualTo(second.externs());
        assertThat(first.license()).isNotEmpty();
    }

    @Test
    void sectionsSayWhatProgramsAre() {
        assertThat(program("plain").type()).isEqualTo(ProgramType.XDP);
        assertThat(program("plain").attachType()).isEqualTo(AttachType.XDP);
        assertThat(program("sleepable").type()).isEqualTo(ProgramType.LSM);
        assertThat(program("sleepable").traits()).contains(Trait.SLEEPABLE);
        assertThat(program("sleepable").attachTarget()).isEqualTo("file_open");
        assertThat(program("tracepoint").attachTarget()).isEqualTo("sched/sched_switch");
        assertThat(program("member").type()).isEqualTo(ProgramType.STRUCT_OPS);
    }

    @Test
    void questionMarkMeansNotLoadedUnlessAskedFor() {
        ProgramSpec program = program("not_loaded");

        assertThat(program.autoload()).isFalse();
        assertThat(program.section()).isEqualTo("xdp.frags/devmap");
        assertThat(program.attachType()).isEqualTo(AttachType.XDP_DEVMAP);
        assertThat(program.traits()).contains(Trait.XDP_FRAGS);
        assertThat(program("plain").autoload()).isTrue();
    }

    @Test
    void oldSectionNamesAreKnownByTheirBeginning() {
        assertThat(program("older_name").type()).isEqualTo(ProgramType.XDP);
        assertThat(program("older_name").attachType()).isEqualTo(AttachType.NONE);
    }

    @Test
    void unknownSectionNameGivesNoType() {
        assertThat(program("custom").type()).isNull();
        assertThat(program("custom").withType(ProgramType.SCHED_CLS).type()).isEqualTo(ProgramType.SCHED_CLS);
    }

    @Test
    void severalProgramsShareASection() {
        assertThat(program("second_in_section").section()).isEqualTo("tp/sched/sched_switch");
        assertThat(program("second_in_section").function().sectionSlot())
                .isEqualTo(program("tracepoint").function().code().size());
    }

    @Test
    void functionsKnowWhoSeesThem() {
        assertThat(features.functions())
                .extracting(FunctionSpec::name)
                .containsExactlyInAnyOrder(
                        "static_function", "global_function", "hidden_function", "callback", "unused_function");
        assertThat(features.functions().stream()
                        .filter(f -> f.name().equals("hidden_function"))
                        .findFirst()
                        .orElseThrow()
                        .linkage())
                .isEqualTo(FunctionSpec.Linkage.HIDDEN);
        Btf btf = Objects.requireNonNull(features.btf());
        int hidden = btf.find("hidden_function", BtfKind.FUNC).orElseThrow();
        assertThat(((BtfType.Func) btf.type(hidden)).linkage()).isEqualTo(BtfType.Linkage.STATIC);
    }

    @Test
    void functionsOfOldCompilersHaveNeitherTypeNorSize() {
        byte[] old = Fixtures.bytes("legacy_samples");
        ByteBuffer file = ByteBuffer.wrap(old).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(18, (short) 0);
        for (ElfSection section : ElfFile.read("old.o", old).sections()) {
            for (long at = section.offset();
                    section.type() == ElfSection.SYMBOL_TABLE && at < section.offset() + section.size();
                    at += 24) {
                if ((old[(int) at + 4] & 15) == 2) {
                    old[(int) at + 4] &= (byte) 0xf0;
                    file.putLong((int) at + 16, 0);
                }
            }
        }

        List<ProgramSpec> programs = ObjectReader.read("old.o", old).programs();
        assertThat(programs)
                .extracting(ProgramSpec::name, program -> program.function().code())
                .containsExactlyElementsOf(Fixtures.read("legacy_samples").programs().stream()
                        .map(program -> tuple(program.name(), program.function().code()))
                        .toList());
    }

    @Test
    void mapsOfBtfHaveAllTheirFields() {
        MapSpec everything = map("everything");

        assertThat(everything.type()).isEqualTo(MapType.HASH);
        assertThat(everything.keySize()).isEqualTo(8);
        assertThat(everything.valueSize()).isEqualTo(8);
        assertThat(everything.maxEntries()).isEqualTo(100);
        assertThat(everything.flags()).isEqualTo(MapFlags.NUMA_NODE);
        assertThat(features.map("everything").orElseThrow().pinning()).isEqualTo(1);
        assertThat(Objects.requireNonNull(everything.btf()).name(everything.keyTypeId()))
                .isEqualTo("key");
        assertThat(map("bloom").extra()).isEqualTo(0x100000003L);
        assertThat(map("perf").maxEntries()).isZero();
    }

    @Test
    void ringBuffersAreRoundedUpToPages() {
        assertThat(map("ring").maxEntries()).isEqualTo(8192);
    }

    @Test
    void mapTypeOfAKernelToComeIsKept() {
        assertThat(map("newer").type()).isEqualTo(MapType.UNSPEC);
        assertThat(features.map("newer").orElseThrow().typeNumber()).isEqualTo(77);
    }

    @Test
    void sectionsOfVariablesAreMapsOfOneValue() {
        assertThat(map(".data")).isEqualTo(map(".data").withName("features.data"));
        assertThat(map(".data").has(MapFlags.MMAPABLE)).isTrue();
        assertThat(map(".data.private").flags()).isZero();
        assertThat(map(".data.hidden").flags()).isZero();
        assertThat(map(".rodata").flags()).isEqualTo(MapFlags.RDONLY_PROG | MapFlags.MMAPABLE);
        assertThat(map(".bss").valueSize()).isEqualTo(16);
        assertThat(features.map(".rodata").orElseThrow().origin()).isEqualTo(Origin.READ_ONLY_DATA);
        assertThat(features.map(".rodata").orElseThrow().contents().toBytes(4))
                .isEqualTo(HexFormat.of().parseHex("04000000"));
    }

    @Test
    void variablesHaveTheirPlaces() {
        MapSpec bss = map(".bss");
        byte[] value = HexFormat.of().parseHex("01000000000000000200000000000000");

        assertThat(BtfValue.read(Objects.requireNonNull(bss.btf()), bss.valueTypeId(), value))
                .isIn(Map.of("zero_a", 1L, "zero_b", 2L), Map.of("zero_a", 2L, "zero_b", 1L));
    }

    @Test
    void kernelNamesOfSectionsAreCutToFifteen() {
        assertThat(DataMaps.kernelName("my_object_name.bpf.o", ".rodata")).isEqualTo("my_objec.rodata");
        assertThat(DataMaps.kernelName("my_object_name.bpf.o", ".bss")).isEqualTo("my_objec.bss");
        assertThat(DataMaps.kernelName("my_object_name.bpf.o", ".kconfig")).isEqualTo("my_obje.kconfig");
        assertThat(DataMaps.kernelName("my_object_name.bpf.o", ".rodata.abracadabra"))
                .isEqualTo(".rodata.abracad");
        assertThat(DataMaps.kernelName("dir/a-b.o", ".bss")).isEqualTo("a_b.bss");
    }

    @Test
    void linesOfTheSourceStandAtInstructions() {
        LineRecord line = program("plain").function().lineRecords().getFirst();

        assertThat(line.slot()).isZero();
        assertThat(line.text()).contains("int plain(void *ctx)");
        assertThat(line.line()).isEqualTo(48);
    }

    @Test
    void callsAndCallbacksPointAtFunctions() {
        List<Relocation> relocations = program("tracepoint").function().relocations();

        assertThat(relocations).hasSize(1).first().isInstanceOf(Relocation.FunctionAddress.class);
        assertThat(program("older_name").function().relocations())
                .hasSize(2)
                .allMatch(relocation -> relocation instanceof Relocation.Call);
    }

    @Test
    void staticTailCallsFillProgramArrays() {
        assertThat(Fixtures.read("tail_calls").map("programs").orElseThrow().slots())
                .containsExactly(
                        new Slot.OfProgram(0, "xdp_endless"),
                        new Slot.OfProgram(1, "xdp_ping"),
                        new Slot.OfProgram(2, "xdp_pong"),
                        new Slot.OfProgram(3, "xdp_leaf"));
    }

    @Test
    void bigEndianObjectsAreRefused() {
        assertThatThrownBy(() -> ObjectReader.read("big.o", Fixtures.resource("features_be.bpf.o")))
                .isInstanceOf(MalformedObjectException.class)
                .hasMessage("big.o: byte 5: big-endian ELF, expected little-endian");
    }

    @Test
    void licenseIsTheText() {
        assertThat(features.license()).isEqualTo("Dual BSD/GPL");
    }
}
