package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.kernel.map.MapSpec;
import dev.skep.object.Fixtures;
import dev.skep.object.MapDefinition;
import dev.skep.object.MapDefinition.Origin;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import dev.skep.object.Relocation;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Maps and instructions are those of libbpf, which {@code fixtures/record-links} asked; those of legacy objects, of the
 * recorder's loader.
 */
class LinkedAsLibbpfTest {
    private static final int LONG = 16000;

    static List<String> objects() {
        return Fixtures.linkedByLibbpf();
    }

    private static List<String[]> recorded(String object, String kind) {
        return Objects.requireNonNull(Fixtures.libbpf(object))
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields[0].equals(kind))
                .toList();
    }

    private static ResolvedExterns externs(ObjectSpec object) {
        return ResolvedExterns.of(
                object, KernelSymbols.reference(), KernelConfiguration.reference(KernelVersion.REFERENCE));
    }

    @Test
    void thereAreThirtyFourObjectsAndMore() {
        assertThat(objects()).hasSizeGreaterThanOrEqualTo(34);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void mapsAreThoseOfLibbpf(String name) {
        ObjectSpec object = Fixtures.read(name);
        ResolvedExterns externs = externs(object);

        List<String> maps = new ArrayList<>();
        for (MapDefinition map : object.maps()) {
            MapSpec spec = map.spec();
            boolean named = map.origin().holdsVariables() && map.name().indexOf('.', 1) >= 0;
            maps.add(String.join(
                    "\t",
                    "map",
                    named ? map.name() : spec.name(),
                    Integer.toString(map.typeNumber()),
                    Integer.toUnsignedString(spec.keySize()),
                    Integer.toUnsignedString(spec.valueSize()),
                    Integer.toUnsignedString(spec.maxEntries()),
                    Integer.toUnsignedString(spec.flags()),
                    Long.toUnsignedString(spec.extra()),
                    Integer.toUnsignedString(spec.numaNode()),
                    Integer.toString(spec.keyTypeId()),
                    Integer.toString(spec.valueTypeId()),
                    contents(map, externs)));
        }
        assertThat(maps)
                .isEqualTo(recorded(name, "map").stream()
                        .map(fields -> String.join("\t", fields))
                        .toList());
    }

    private static String contents(MapDefinition map, ResolvedExterns externs) {
        if (!map.origin().holdsVariables()) {
            return "-";
        }
        byte[] bytes = map.origin() == Origin.CONFIGURATION
                ? externs.configuration()
                : map.contents().toBytes(map.spec().valueSize());
        return shown(bytes);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void instructionsAreThoseOfLibbpf(String name) {
        ObjectSpec object = Fixtures.read(name);
        ResolvedExterns externs = externs(object);
        List<String[]> recorded = recorded(name, "program");

        assertThat(object.programs())
                .extracting(ProgramSpec::name)
                .containsExactlyElementsOf(
                        recorded.stream().map(fields -> fields[1]).toList());
        for (int i = 0; i < recorded.size(); i++) {
            ProgramSpec program = object.programs().get(i);
            String[] fields = recorded.get(i);
            assertThat(program.section()).isEqualTo(fields[2]);
            assertThat(Objects.requireNonNull(program.type()).id()).isEqualTo(Integer.parseInt(fields[3]));
            assertThat(program.attachType().number()).isEqualTo(Integer.parseInt(fields[4]));
            byte[] ours = CodeLinker.link(object, program, externs, KernelTypes.reference())
                    .code()
                    .toBytes();
            if (fields[5].startsWith("sha256:")) {
                assertThat(shown(ours)).as(program.name()).isEqualTo(fields[5]);
            } else {
                byte[] theirs = HexFormat.of().parseHex(fields[5]);
                forgetAddresses(program, externs, ours, theirs);
                assertThat(HexFormat.of().formatHex(ours))
                        .as(program.name())
                        .isEqualTo(HexFormat.of().formatHex(theirs));
            }
        }
    }

    /** The addresses of symbols are the machine's own; that there is one, and where it stands, is not. */
    private static void forgetAddresses(ProgramSpec program, ResolvedExterns externs, byte[] ours, byte[] theirs) {
        for (Relocation relocation : program.function().relocations()) {
            if (relocation instanceof Relocation.ExternAddress extern
                    && externs.value(extern.extern()) instanceof ResolvedExterns.Value.Address(long address)
                    && address != 0) {
                for (int at : new int[] {extern.slot() * 8 + 4, extern.slot() * 8 + 12}) {
                    assertThat(theirs[at + 3]).isNotZero();
                    java.util.Arrays.fill(ours, at, at + 4, (byte) 0);
                    java.util.Arrays.fill(theirs, at, at + 4, (byte) 0);
                }
            }
        }
    }

    private static String shown(byte[] bytes) {
        if (bytes.length <= LONG) {
            return HexFormat.of().formatHex(bytes);
        }
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
