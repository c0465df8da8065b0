package dev.skep.junit;

import static dev.skep.assertions.SkepAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.skep.kernel.Kernel;
import dev.skep.language.Mode;
import dev.skep.testing.BpfObject;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Two hundred test classes at the same time: none sees anything of another, and nothing is left of them. */
class ManyClassesTest {
    private static final int CLASSES = 200;
    private static final long MOST_LEFT_BYTES = 16L << 20;
    private static final ConcurrentLinkedQueue<WeakReference<Kernel>> KERNELS = new ConcurrentLinkedQueue<>();
    private static final ConcurrentMap<String, Integer> THREADS = new ConcurrentHashMap<>();

    /** What each of the classes does: as many packets of its own address as no other sends. */
    @Skep
    @Execution(ExecutionMode.CONCURRENT)
    public abstract static class OneOfMany {
        @Load("fixtures/programs/firewall.bpf.o")
        @SuppressWarnings("NullAway.Init")
        private BpfObject firewall;

        @Test
        void countsItsOwnPackets() {
            int number = Integer.parseInt(getClass().getSimpleName().replaceAll("\\D", ""));
            byte[] packet = Frames.tcpSyn("10.0.1." + number, "10.0.0.1", 80);
            for (int i = 0; i <= number; i++) {
                assertThat(firewall.program("xdp_firewall").run(packet)).isPassed();
            }
            assertThat(firewall.map("verdicts")).hasSum(0, number + 1);
            assertThat(firewall.map("flows")).hasSize(1);
            KERNELS.add(new WeakReference<>(firewall.kernel()));
            THREADS.merge(Thread.currentThread().getName(), 1, Integer::sum);
        }

        @Test
        void startsWithNothing() {
            assertThat(firewall.map("verdicts")).hasSum(0, 0);
            assertThat(firewall.map("flows")).isEmpty();
        }
    }

    /** Classes that differ in nothing but their names. */
    private static final class Generated extends ClassLoader {
        Generated() {
            super(ManyClassesTest.class.getClassLoader());
        }

        Class<?> make(int number) {
            ClassDesc parent = ClassDesc.of(OneOfMany.class.getName());
            ClassDesc name = ClassDesc.of("generated.Class" + number);
            byte[] bytes = ClassFile.of()
                    .build(
                            name,
                            made -> made.withFlags(ClassFile.ACC_PUBLIC)
                                    .withSuperclass(parent)
                                    .withMethodBody(
                                            ConstantDescs.INIT_NAME,
                                            ConstantDescs.MTD_void,
                                            ClassFile.ACC_PUBLIC,
                                            code -> code.aload(0)
                                                    .invokespecial(
                                                            parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                                    .return_()));
            return defineClass("generated.Class" + number, bytes, 0, bytes.length);
        }
    }

    @Test
    void twoHundredClassesAtTheSameTime() throws InterruptedException {
        Assumptions.assumeTrue(
                Mode.current() == Mode.INTERPRETED,
                "code that waits to be compiled holds on to its kernel for a while");
        runAll();
        long before = used();
        runAll();
        long left = used() - before;
        assertThat(left).as("bytes left of a round of %d classes", CLASSES).isLessThan(MOST_LEFT_BYTES);
        assertThat(KERNELS).hasSize(2 * CLASSES).allMatch(kernel -> kernel.get() == null);
        assertThat(THREADS).hasSizeGreaterThan(1);
    }

    private static void runAll() {
        Generated loader = new Generated();
        EngineTestKit.Builder tests = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent");
        for (int i = 0; i < CLASSES; i++) {
            tests.selectors(selectClass(loader.make(i)));
        }
        EngineExecutionResults results = tests.execute();
        List<String> failures = results.allEvents().failed().stream()
                .map(event -> event.getTestDescriptor().getUniqueId() + " " + event.getPayload())
                .toList();
        assertThat(failures).isEmpty();
        results.testEvents().assertStatistics(stats -> stats.succeeded(2 * CLASSES));
    }

    private static long used() throws InterruptedException {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
