package dev.skep.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A recording: a capture of packets (pcap, pcapng) or of events (perf.data, JSON lines).
 *
 * <p>On a parameterised test it is the source of its arguments: the test runs for each frame of a capture, whose first
 * parameter is a {@link dev.skep.packet.Frame} or a {@code byte[]}, or for each event
 * ({@link dev.skep.recording.RecordedEvent}); or once, if the first parameter is a {@link dev.skep.testing.Recording}.
 * On a parameter of any test it is the recording.
 *
 * <pre>{@code
 * @ParameterizedTest
 * @Replay("office.pcap")
 * void neverCrashes(Frame frame) { ... }
 *
 * @Test
 * void countsExecs(@Replay("build.perf.data") Recording build) { execs.replay(build); ... }
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(ReplayArguments.class)
public @interface Replay {
    /** Name on the class path, beside the test class or from the root, or of a file. */
    String value();
}
