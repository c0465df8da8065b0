package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfBuilder;
import dev.skep.btf.BtfType;
import dev.skep.btf.BtfType.FuncProto;
import dev.skep.btf.BtfType.Member;
import dev.skep.btf.BtfType.Param;
import dev.skep.btf.BtfType.Ptr;
import dev.skep.btf.BtfType.Struct;
import dev.skep.btf.BtfType.Typedef;
import dev.skep.btf.MalformedBtfException;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.link.core.CoreRelocator;
import dev.skep.link.core.UnresolvableException;
import dev.skep.object.CoreKind;
import dev.skep.object.CoreRelocation;
import dev.skep.object.Fixtures;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.object.ProgramSpec;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types that were made to keep relocation busy, or to lead it astray: it ends, and says why. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileTypesTest {
    private static final int LEVELS = 60;
    private static final long SEED = 20261130;

    private static CoreRelocation relocation(int type, String access, CoreKind kind) {
        return new CoreRelocation(0, type, access, kind.ordinal());
    }

    /** Each struct holds the next one twice, under these names. */
    private static Btf branching(String root, String first, String second) {
        BtfBuilder types = new BtfBuilder();
        for (int level = 0; level < LEVELS; level++) {
            int next = types.nextId() + 1;
            types.add(new Struct(
                    level == 0 ? root : first.isEmpty() ? "" : "level" + level,
                    8,
                    List.of(new Member(first, next, 0, 0), new Member(second, next, 0, 0))));
        }
        types.add(new BtfType.Int("int", 4, 0, 0, 32));
        return types.build();
    }

    @Test
    void aFieldIsNotLookedForInTwoToTheSixtiethPlaces() {
        BtfBuilder object = new BtfBuilder();
        int number = object.add(new BtfType.Int("int", 4, 0, 0, 32));
        int struct = object.add(new Struct("root", 4, List.of(new Member("lost", number, 0, 0))));
        CoreRelocator relocator = new CoreRelocator(object.build(), branching("root", "", ""));
        assertThatThrownBy(() -> relocator.relocate(new long[1], relocation(struct, "0:0", CoreKind.FIELD_EXISTS)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("nest without end");
    }

    @Test
    void matchingDoesNotFollowEveryWay() {
        Btf types = branching("root", "a", "b");
        CoreRelocator relocator = new CoreRelocator(types, types);
        assertThatThrownBy(() -> relocator.relocate(new long[1], relocation(1, "0", CoreKind.TYPE_MATCHES)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("nest");
    }

    @Test
    void prototypesThatTakeEachOtherEnd() {
        BtfBuilder types = new BtfBuilder();
        types.add(new Typedef("root", 2));
        types.add(new FuncProto(0, List.of(new Param("a", 3), new Param("b", 3))));
        types.add(new Ptr(2));
        Btf btf = types.build();
        CoreRelocator relocator = new CoreRelocator(btf, btf);
        assertThatThrownBy(() -> relocator.relocate(new long[1], relocation(1, "0", CoreKind.TYPE_EXISTS)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("nest");
    }

    @Test
    void aStructThatContainsItselfIsTooDeep() {
        BtfBuilder object = new BtfBuilder();
        int number = object.add(new BtfType.Int("int", 4, 0, 0, 32));
        int struct = object.add(new Struct("root", 4, List.of(new Member("lost", number, 0, 0))));
        BtfBuilder kernel = new BtfBuilder();
        kernel.add(new Struct("root", 4, List.of(new Member("", 1, 0, 0))));
        CoreRelocator relocator = new CoreRelocator(object.build(), kernel.build());
        assertThatThrownBy(() -> relocator.relocate(new long[1], relocation(struct, "0:0", CoreKind.FIELD_EXISTS)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("at most 64 levels");
    }

    @Test
    void wayThatLeadsNowhereIsRefused() {
        BtfBuilder object = new BtfBuilder();
        object.add(new BtfType.Int("int", 4, 0, 0, 32));
        Btf types = object.build();
        CoreRelocator relocator = new CoreRelocator(types, types);
        for (String access : List.of("", ":", "0:", "0:1", "-1", "99999999999", "0:0:0:0", "x", "2147483648")) {
            assertThatThrownBy(() -> relocator.relocate(new long[1], relocation(1, access, CoreKind.FIELD_BYTE_OFFSET)))
                    .as(access)
                    .isInstanceOf(UnresolvableException.class);
        }
        assertThatThrownBy(() -> relocator.relocate(new long[1], new CoreRelocation(0, 1, "0", 13)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("relocation of kind 13");
        assertThatThrownBy(() -> relocator.relocate(new long[1], new CoreRelocation(0, 7, "0", 8)))
                .isInstanceOf(UnresolvableException.class)
                .hasMessageContaining("type 7");
    }

    @Test
    void kernelsWithBrokenTypesGiveAnswersOrRefusals() {
        byte[] original = Fixtures.file("core/kernel_new.btf");
        ObjectSpec object = ObjectReader.read("core_relocations.bpf.o", Fixtures.file("core/core_relocations.bpf.o"));
        Random random = new Random(SEED);
        int linked = 0;
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] mutated = original.clone();
            for (int i = 0; i < 3; i++) {
                mutated[24 + random.nextInt(mutated.length - 24)] = (byte) random.nextInt(80);
            }
            Btf types;
            try {
                types = Btf.read(mutated);
            } catch (MalformedBtfException _) {
                continue;
            }
            KernelConfig kernel = KernelConfig.reference().withTypes(KernelTypes.of(types));
            for (ProgramSpec program : object.programs()) {
                try {
                    assertThat(ProgramDump.linked(object, program, kernel).instructions())
                            .isNotEmpty();
                    linked++;
                } catch (RelocationException e) {
                    assertThat(e).hasMessageContaining("CO-RE");
                    refused++;
                }
            }
        }
        assertThat(linked).as("seed %d", SEED).isGreaterThan(1000);
        assertThat(refused).as("seed %d", SEED).isPositive();
    }
}
