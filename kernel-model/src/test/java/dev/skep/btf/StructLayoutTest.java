package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfType.Int;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.StructLayout.Field;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class StructLayoutTest {
    private final Btf btf = Btf.read(BtfSections.declarations());

    private StructLayout layout(String name) {
        return StructLayout.of(btf, btf.find(name, BtfKind.STRUCT).orElseThrow());
    }

    @Test
    void membersOfAnonymousMembersAreOnesOwn() {
        StructLayout anonymous = layout("anonymous");

        assertThat(anonymous.fields())
                .extracting(Field::name)
                .containsExactly("i", "low", "high", "f", "named", "text");
        assertThat(anonymous.field("high").offset()).isEqualTo(2);
    }

    @Test
    void pathsLeadThroughMembersAndElements() {
        assertThat(layout("anonymous").field("named[1].d").offset()).isEqualTo(16);
        assertThat(layout("everything").field("t.n.up").offset()).isEqualTo(16);
        assertThat(layout("everything").field("g[1][2]").offset())
                .isEqualTo(layout("everything").field("g").offset() + 20);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        StructLayout anonymous = layout("anonymous");

        for (String path :
                List.of("", "nothing", "named[2].d", "named[-1]", "named[", "named[0].x", "i.x", "i[0]", "named.d")) {
            assertThat(anonymous.find(path)).as(path).isEmpty();
        }
        assertThatThrownBy(() -> anonymous.field("nothing"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessage("'anonymous' has no member nothing, expected one of [i, low, high, f, named, text]");
    }

    @Test
    void bitFieldsHaveOffsetAndWidthInBits() {
        Field c = layout("bits").field("c");

        assertThat(c.bitOffset()).isEqualTo(8);
        assertThat(c.bitFieldSize()).isEqualTo(40);
    }

    @Test
    void bitFieldsOfOldCompilersAreIntegersWithFewBits() {
        BtfBuilder types = new BtfBuilder();
        int threeBits = types.add(new Int("int", 4, 0, 5, 3));
        types.add(new BtfType.Struct("old", 4, List.of(new Member("f", threeBits, 0, 0))));

        Field field = StructLayout.of(types.build(), 2).field("f");
        assertThat(field.bitOffset()).isEqualTo(5);
        assertThat(field.bitFieldSize()).isEqualTo(3);
    }
}
