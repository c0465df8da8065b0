package dev.skep.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skep.fixtures.Fixtures;
import dev.skep.kernel.Kernel;
import dev.skep.kernel.KernelConfig;
import dev.skep.object.ObjectReader;
import dev.skep.object.ObjectSpec;
import dev.skep.testing.BpfObject;
import dev.skep.testing.LoadOptions;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What a test pays for a kernel of its own: processor time of its thread, which a busy machine changes little. The
 * verifier is asked once only; that is most of it.
 */
class FreshKernelCostTest {
    private static final int TESTS = 12;
    private static final long MOST_NS = 5_000_000;
    private static final byte[] SYN = Frames.tcpSyn("10.0.0.9", "10.0.0.1", 80);

    @Test
    void aSmallObjectInAFreshKernelTakesLessThanFiveMilliseconds() {
        ObjectSpec spec = ObjectReader.read("flow_counter.bpf.o", Fixtures.bytes("programs/flow_counter.bpf.o"));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] costsNs = new long[TESTS];
        for (int i = 0; i < TESTS; i++) {
            long before = threads.getCurrentThreadCpuTime();
            BpfObject object = BpfObject.load(spec, new Kernel(KernelConfig.reference()), LoadOptions.usual());
            assertThat(object.program("xdp_flow_counter").run(SYN).verdict()).isEqualTo("XDP_PASS");
            costsNs[i] = threads.getCurrentThreadCpuTime() - before;
        }
        long[] others = Arrays.copyOfRange(costsNs, 1, TESTS);
        Arrays.sort(others);
        assertThat(others[others.length / 2])
                .as("nanoseconds of the middle one of %d", others.length)
                .isLessThan(MOST_NS);
    }
}
