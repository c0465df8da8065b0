package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected texts are bpftool's own ({@code fixtures/record-dumps}). */
class BtfDumpTest {
    static List<String> objects() {
        return BtfSections.fixtures().stream()
                .filter(name -> BtfSections.find(name) != null)
                .toList();
    }

    @Test
    void thereAreTwentyObjectsAndMore() {
        assertThat(objects()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void rawDumpIsThatOfBpftool(String name) {
        assertThat(BtfText.dump(Btf.read(BtfSections.fixture(name))))
                .isEqualTo(BtfSections.text("/fixtures/dumps/" + name + ".txt"));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void declarationsInCAreThoseOfBpftool(String name) {
        assertThat(BtfC.dump(Btf.read(BtfSections.fixture(name))))
                .isEqualTo(BtfSections.text("/fixtures/dumps/" + name + ".h"));
    }

    @Test
    void rawDumpOfHardDeclarationsIsThatOfBpftool() {
        assertThat(BtfText.dump(Btf.read(BtfSections.declarations())))
                .isEqualTo(BtfSections.text("/dev/skep/btf/declarations.txt"));
    }

    @Test
    void hardDeclarationsInCAreThoseOfBpftool() {
        assertThat(BtfC.dump(Btf.read(BtfSections.declarations())))
                .isEqualTo(BtfSections.text("/dev/skep/btf/declarations.h"));
    }

    @Test
    void oneByteEnumSaysSo() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.EnumType("small", 1, false, List.of(new BtfType.Enumerator("ONE", 1))));

        assertThat(BtfC.dump(types.build())).contains("enum small {\n\tONE = 1,\n} __attribute__((mode(byte)));");
    }

    @Test
    void declarationWritesTypeAroundName() {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32));
        int function = types.add(new BtfType.FuncProto(integer, List.of()));
        int pointer = types.add(new BtfType.Ptr(function));
        int array = types.add(new BtfType.Array(pointer, integer, 4));

        assertThat(BtfC.declaration(types.build(), array, "table")).isEqualTo("int (*table[4])(void)");
    }
}
