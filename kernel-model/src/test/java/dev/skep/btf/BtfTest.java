package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfTest {
    private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

    private static List<BtfType> types(Btf btf) {
        List<BtfType> types = new ArrayList<>();
        for (int id = 1; id < btf.typeCount(); id++) {
            types.add(btf.type(id));
        }
        return types;
    }

    @Test
    void writtenTypesAreReadBackInBothByteOrders() {
        List<BtfType> types = types(Btf.read(BtfSections.declarations()));

        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Btf back = Btf.read(BtfWriter.write(types, order));
            assertThat(back.order()).isEqualTo(order);
            assertThat(types(back)).isEqualTo(types);
        }
        assertThat(types)
                .extracting(BtfType::kind)
                .contains(BtfKind.ENUM64, BtfKind.DECL_TAG, BtfKind.FLOAT, BtfKind.FWD);
    }

    @Test
    void findGivesTheFirstOfANameAndKind() {
        BtfBuilder types = new BtfBuilder();
        int integer = types.add(new Int("same", 4, 0, 0, 32));
        int struct = types.add(new BtfType.Struct("same", 4, List.of(new Member("a", integer, 0, 0))));
        types.add(new BtfType.Struct("same", 0, List.of()));
        Btf btf = types.build();

        assertThat(btf.find("same", BtfKind.STRUCT)).hasValue(struct);
        assertThat(btf.find("same", BtfKind.INT)).hasValue(integer);
        assertThat(btf.find("same", BtfKind.UNION)).isEmpty();
        assertThat(btf.find("sam", BtfKind.INT)).isEmpty();
        assertThat(btf.find("samen", BtfKind.INT)).isEmpty();
    }

    @Test
    void sizesAndAlignmentsAreThoseOfC() {
        Btf btf = Btf.read(BtfSections.declarations());

        assertThat(btf.sizeOf(btf.find("grid", BtfKind.TYPEDEF).orElseThrow())).isEqualTo(24);
        assertThat(btf.sizeOf(btf.find("callback", BtfKind.TYPEDEF).orElseThrow()))
                .isEqualTo(8);
        assertThat(btf.alignOf(btf.find("packed", BtfKind.STRUCT).orElseThrow()))
                .isEqualTo(1);
        assertThat(btf.alignOf(btf.find("list", BtfKind.STRUCT).orElseThrow())).isEqualTo(8);
        assertThat(btf.alignOf(btf.find("color", BtfKind.TYPEDEF).orElseThrow()))
                .isEqualTo(4);
    }

    @Test
    void typedefsOfEachOtherAreNotResolvedForEver() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Typedef("chicken", 2));
        types.add(new BtfType.Typedef("egg", 1));
        Btf btf = types.build();

        assertThatThrownBy(() -> btf.resolve(1)).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> btf.sizeOf(1)).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> btf.alignOf(1)).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> BtfC.dump(btf)).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> BtfValue.read(btf, 1, new byte[8])).isInstanceOf(MalformedBtfException.class);
    }

    @Test
    void structInsideItselfIsNotWalkedForEver() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Struct("s", 4, List.of(new Member("a", 1, 0, 0), new Member("b", 1, 0, 0))));
        types.add(new BtfType.Struct("t", 4, List.of(new Member("", 2, 0, 0), new Member("", 2, 0, 0))));
        Btf btf = types.build();

        assertThatThrownBy(() -> BtfValue.read(btf, 1, new byte[4])).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> BtfValue.read(btf, 2, new byte[4])).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> StructLayout.of(btf, 2)).isInstanceOf(MalformedBtfException.class);
        assertThatThrownBy(() -> BtfC.dump(btf)).isInstanceOf(MalformedBtfException.class);
    }

    @Test
    void sizeOfArraysOfArraysDoesNotOverflow() {
        BtfBuilder types = new BtfBuilder();
        int element = types.add(new Int("int", 4, 0, 0, 32));
        for (int i = 0; i < 3; i++) {
            element = types.add(new BtfType.Array(element, 1, 0xffffffffL));
        }
        Btf btf = types.build();

        assertThat(btf.sizeOf(2)).isEqualTo(4 * 0xffffffffL);
        assertThatThrownBy(() -> btf.sizeOf(4))
                .isInstanceOf(MalformedBtfException.class)
                .hasMessageContaining("size overflows");
    }

    @Test
    void typeThatIsOnlyDeclaredHasNoSize() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Fwd("hidden", false));

        assertThatThrownBy(() -> types.build().sizeOf(1))
                .isInstanceOf(MalformedBtfException.class)
                .hasMessage("type 1: FWD 'hidden' has no size, expected a type with one");
    }

    @Test
    void typesOfARunningKernelAreRead() throws IOException {
        assumeTrue(Files.isReadable(VMLINUX), VMLINUX + " is not there");
        Btf btf = Btf.read(Files.readAllBytes(VMLINUX));

        StructLayout task =
                StructLayout.of(btf, btf.find("task_struct", BtfKind.STRUCT).orElseThrow());
        assertThat(btf.sizeOf(task.field("comm").type())).isEqualTo(16);
        assertThat(task.field("se.vruntime").offset()).isPositive().isLessThan(task.sizeBytes());
        assertThat(task.find("se.nothing")).isEmpty();
    }
}
