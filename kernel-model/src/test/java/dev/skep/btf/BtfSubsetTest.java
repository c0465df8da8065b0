package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfSubset.Ids;
import dev.skep.btf.BtfType.Linkage;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Variable;
import java.util.List;
import org.junit.jupiter.api.Test;

class BtfSubsetTest {
    private final Btf source = source();

    /** Two structs that point at each other, one that nothing needs, a tagged function, two variables. */
    private static Btf source() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Struct("unneeded", 4, List.of(new Member("x", 2, 0, 0)))); // 1
        types.add(new BtfType.Int("int", 4, BtfType.Int.SIGNED, 0, 32)); // 2
        types.add(new BtfType.Struct("node", 8, List.of(new Member("tree", 4, 0, 0)))); // 3
        types.add(new BtfType.Ptr(5)); // 4
        types.add(new BtfType.Struct("tree", 8, List.of(new Member("root", 6, 0, 0)))); // 5
        types.add(new BtfType.Ptr(3)); // 6
        types.add(new BtfType.FuncProto(2, List.of(new Param("node__nullable", 6)))); // 7
        types.add(new BtfType.Func("find", 7, Linkage.STATIC)); // 8
        types.add(new BtfType.DeclTag("bpf_kfunc", 8, -1)); // 9
        types.add(new BtfType.Var("a", 2, Linkage.GLOBAL)); // 10
        types.add(new BtfType.Var("b", 2, Linkage.GLOBAL)); // 11
        types.add(new BtfType.Datasec(".data", 8, List.of(new Variable(10, 0, 4), new Variable(11, 4, 4)))); // 12
        return types.build();
    }

    private Btf keep(Ids ids, String... lines) {
        return BtfKeepList.parse(List.of(lines)).of(source).build(ids);
    }

    @Test
    void keepsWhatIsReachedThroughPointersAndNothingElse() {
        Btf btf = keep(Ids.RENUMBERED, "struct node");
        assertThat(BtfText.dump(btf)).isEqualTo("""
                [1] STRUCT 'node' size=8 vlen=1
                	'tree' type_id=2 bits_offset=0
                [2] PTR '(anon)' type_id=3
                [3] STRUCT 'tree' size=8 vlen=1
                	'root' type_id=4 bits_offset=0
                [4] PTR '(anon)' type_id=1
                """);
    }

    @Test
    void unchangedIdsLeaveVoidPointersInTheGaps() {
        Btf btf = keep(Ids.UNCHANGED, "struct node");
        assertThat(btf.typeCount()).isEqualTo(7);
        for (int id = 3; id < 7; id++) {
            assertThat(btf.type(id)).isEqualTo(source.type(id));
        }
        assertThat(btf.type(1)).isEqualTo(new BtfType.Ptr(0)).isEqualTo(btf.type(2));
    }

    @Test
    void tagsComeWithTheirFunctionAndSectionsWithTheVariablesThatStay() {
        Btf btf = keep(Ids.UNCHANGED, "func fi*d", "var b");
        assertThat(btf.type(9)).isEqualTo(new BtfType.DeclTag("bpf_kfunc", 8, -1));
        assertThat(btf.type(12)).isEqualTo(new BtfType.Datasec(".data", 8, List.of(new Variable(11, 4, 4))));
        assertThat(btf.type(10)).isEqualTo(new BtfType.Ptr(0));
    }

    @Test
    void aListThatSaysNoKindIsRefusedByLine() {
        assertThatThrownBy(() -> keep(Ids.RENUMBERED, "# types", "", "structs node"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("line 3: 'structs node', expected a kind");
    }

    @Test
    void namesOfOtherKindsAndUnknownNamesKeepNothing() {
        assertThat(keep(Ids.RENUMBERED, "func node", "struct nothing", "type find")
                        .typeCount())
                .isEqualTo(1);
        assertThat(keep(Ids.RENUMBERED, "any *").typeCount()).isEqualTo(13);
    }
}
