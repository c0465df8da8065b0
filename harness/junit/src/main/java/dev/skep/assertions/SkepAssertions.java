package dev.skep.assertions;

import dev.skep.coverage.CoverageReport;
import dev.skep.testing.BpfObject;
import dev.skep.testing.CallResult;
import dev.skep.testing.Mocks;
import dev.skep.testing.PacketResult;
import dev.skep.testing.TypedMap;
import dev.skep.verifier.Verdict;

/**
 * Where assertions about BPF programs begin. They go along with AssertJ's own:
 *
 * <pre>{@code
 * import static dev.skep.assertions.SkepAssertions.assertThat;
 * import static org.assertj.core.api.Assertions.assertThat;
 * }</pre>
 */
public final class SkepAssertions {
    private SkepAssertions() {}

    /** About what a program made of a packet. */
    public static PacketResultAssert assertThat(PacketResult actual) {
        return new PacketResultAssert(actual);
    }

    /** About what a syscall program returned. */
    public static CallResultAssert assertThat(CallResult actual) {
        return new CallResultAssert(actual);
    }

    /** About what is in a map. */
    public static TypedMapAssert assertThat(TypedMap actual) {
        return new TypedMapAssert(actual);
    }

    /** About an object as a whole. */
    public static BpfObjectAssert assertThat(BpfObject actual) {
        return new BpfObjectAssert(actual);
    }

    /** About what the verifier says: {@code assertThat(firewall.verdict("xdp_firewall"))}. */
    public static VerdictAssert assertThat(Verdict actual) {
        return new VerdictAssert(actual);
    }

    /** About which lines were executed: {@code assertThat(firewall.program("xdp_firewall").coverage())}. */
    public static CoverageReportAssert assertThat(CoverageReport actual) {
        return new CoverageReportAssert(actual);
    }

    /** About the calls of helpers and kfuncs; recording begins when {@link BpfObject#mocks()} is first asked for. */
    public static MocksAssert assertThat(Mocks actual) {
        return new MocksAssert(actual);
    }
}
