package dev.skep.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.kernel.KernelTypes;
import dev.skep.kernel.KernelVersion;
import dev.skep.object.Fixtures;
import dev.skep.object.ObjectSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkMemoryTest {
    private static final byte[] ZERO = new byte[4];

    private final LinkMemory memory = new LinkMemory();

    private static byte[] configuration(LinkedObject linked) {
        return linked.map(".kconfig").orElseThrow().map().syscall().lookup(ZERO);
    }

    /** Every object of the fixtures, twice, is what the linker makes of it without a memory. */
    @Test
    void whatIsRememberedIsWhatTheLinkerMakes() {
        List<String> names = Fixtures.names();
        assertThat(names).hasSizeGreaterThan(30);
        for (String name : names) {
            ObjectSpec object = Fixtures.read(name);
            LinkedObject plain = Linker.link(object, new Kernel(KernelConfig.reference()));
            LinkedObject first = memory.link(object, new Kernel(KernelConfig.reference()));
            LinkedObject second = memory.link(object, new Kernel(KernelConfig.reference()));
            object.programs().stream().filter(program -> program.type() != null).forEach(program -> {
                assertThat(first.image(program.name()).code())
                        .isEqualTo(plain.image(program.name()).code());
                assertThat(second.image(program.name()).code())
                        .isSameAs(first.image(program.name()).code());
                assertThat(second.image(program.name()).maps())
                        .isEqualTo(second.maps().stream().map(LinkedMap::map).toList());
            });
            assertThat(second.maps()).doesNotContainAnyElementsOf(first.maps());
        }
    }

    @Test
    void anotherKindOfKernelIsAnotherQuestion() {
        ObjectSpec externs = Fixtures.read("externs");
        KernelConfig reference = KernelConfig.reference();
        LinkedObject here = memory.link(externs, new Kernel(reference));
        LinkedObject older = memory.link(externs, new Kernel(reference.withVersion(KernelVersion.parse("6.1.7"))));
        assertThat(configuration(older)).isNotEqualTo(configuration(here));
        assertThat(configuration(memory.link(externs, new Kernel(reference)))).isEqualTo(configuration(here));

        KernelTypes same = KernelTypes.of(KernelTypes.reference().btf());
        String program = externs.programs().getFirst().name();
        LinkedObject typed = memory.link(externs, new Kernel(reference.withTypes(same)));
        assertThat(typed.image(program).code())
                .isEqualTo(here.image(program).code())
                .isNotSameAs(here.image(program).code());
    }
}
