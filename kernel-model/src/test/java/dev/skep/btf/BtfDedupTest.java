package dev.skep.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against {@code btf__dedup}, which {@code fixtures/record-dedup} asked, and against types made to be hard. */
class BtfDedupTest {
    private static List<Btf> parts() {
        List<Btf> parts = new ArrayList<>();
        BtfSections.fixtures().stream()
                .sorted()
                .map(BtfSections::find)
                .filter(bytes -> bytes != null)
                .forEach(bytes -> parts.add(Btf.read(bytes)));
        Stream.of("kernel_new", "kernel_old")
                .forEach(name -> parts.add(Btf.read(BtfSections.bytes("/fixtures/core/" + name + ".btf"))));
        List<Btf> twice = new ArrayList<>(parts);
        twice.addAll(parts);
        return twice;
    }

    @Test
    void theTypesOfAllFixturesBecomeThoseThatLibbpfLeaves() {
        Btf joined = BtfDedup.joined(parts());
        Btf ours = BtfDedup.of(joined);
        assertThat(BtfText.dump(ours))
                .isEqualTo(BtfText.dump(Btf.read(BtfSections.bytes("/fixtures/core/joined.btf"))));
        assertThat(ours.typeCount()).isLessThan(joined.typeCount() / 2);
        assertThat(BtfText.dump(BtfDedup.of(ours))).isEqualTo(BtfText.dump(ours));
    }

    @Test
    void aDeclarationBecomesTheStructOfItsName() {
        BtfBuilder types = new BtfBuilder();
        types.add(new BtfType.Fwd("node", false));
        types.add(new Ptr(1));
        types.add(new Struct("node", 8, List.of(new Member("next", 4, 0, 0))));
        types.add(new Ptr(3));
        assertThat(BtfText.dump(BtfDedup.of(types.build()))).isEqualTo("""
                [1] PTR '(anon)' type_id=2
                [2] STRUCT 'node' size=8 vlen=1
                	'next' type_id=1 bits_offset=0
                """);
    }

    @Test
    void aCircleWithoutAStructIsRefused() {
        BtfBuilder types = new BtfBuilder();
        types.add(new Ptr(2));
        types.add(new BtfType.Const(1));
        assertThatThrownBy(() -> BtfDedup.of(types.build()))
                .isInstanceOf(MalformedBtfException.class)
                .hasMessageContaining("refers to itself");
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void deepTypesNeedNoDeepStack() {
        BtfBuilder types = new BtfBuilder();
        for (int copy = 0; copy < 2; copy++) {
            int first = types.nextId();
            types.add(new Struct("deep", 8, List.of(new Member("p", first + 1, 0, 0))));
            for (int i = 0; i < 100_000; i++) {
                types.add(new Ptr(types.nextId() + 1));
            }
            types.add(new BtfType.Int("int", 4, 0, 0, 32));
        }
        assertThat(BtfDedup.of(types.build()).typeCount()).isEqualTo(100_003);
    }

    /** Structs that hold the next level twice: 2^60 ways down. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void typesThatBranchAtEveryLevelAreComparedOnce() {
        BtfBuilder types = new BtfBuilder();
        for (int copy = 0; copy < 2; copy++) {
            for (int level = 0; level < 60; level++) {
                int next = types.nextId() + 1;
                types.add(new Struct(
                        "level" + level, 0, List.of(new Member("a", next, 0, 0), new Member("b", next, 0, 0))));
            }
            types.add(new BtfType.Int("int", 4, 0, 0, 32));
        }
        assertThat(BtfDedup.of(types.build()).typeCount()).isEqualTo(62);
    }
}
