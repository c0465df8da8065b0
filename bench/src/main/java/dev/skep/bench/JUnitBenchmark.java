package dev.skep.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.concurrent.TimeUnit;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A test as JUnit runs it, from the class to the result: a fresh kernel, an object read, linked, verified and loaded,
 * one packet, one assertion. Each iteration is one class; the first of a fork is what somebody waits for who runs one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 20)
@Fork(1)
public class JUnitBenchmark {
    private final Launcher launcher = LauncherFactory.create();

    /** A class of twenty tests. */
    @Benchmark
    @OperationsPerInvocation(RoundTrips.TESTS)
    public long tests() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(RoundTrips.class))
                        .build(),
                listener);
        TestExecutionSummary summary = listener.getSummary();
        if (summary.getTestsSucceededCount() != RoundTrips.TESTS) {
            throw new IllegalStateException(
                    summary.getTestsSucceededCount() + " tests passed, failures: " + summary.getFailures());
        }
        return summary.getTestsSucceededCount();
    }
}
