package dev.skep.junit;

import dev.skep.packet.CaptureWriter;
import dev.skep.packet.Frame;
import dev.skep.packet.LinkType;
import dev.skep.packet.TimestampResolution;
import dev.skep.testing.BpfObject;
import dev.skep.testing.FaultPlan;
import dev.skep.testing.ObjectReport;
import dev.skep.testing.RunLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.MediaType;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.JUnitException;

/**
 * What the machines of a test that failed looked like: said with the failure, published as a report entry, and attached
 * as files, the frames among them as a capture.
 */
final class FailureReport {
    private FailureReport() {}

    /** Adds the state of machines to a failure, and publishes it. */
    static void attach(ExtensionContext context, List<TestMachine> machines, Throwable failure) {
        List<BpfObject> objects =
                machines.stream().flatMap(machine -> machine.objects().stream()).toList();
        if (objects.isEmpty()) {
            return;
        }
        String report = objects.stream().map(ObjectReport::of).collect(Collectors.joining("\n"));
        failure.addSuppressed(new StateOfTheMachine(injected(context) + report));
        try {
            publish(context, report, frames(objects));
        } catch (JUnitException e) {
            // What the test has to say is worth more than its attachments.
            failure.addSuppressed(e);
        }
    }

    /** Says where the kernel of this machine and the simulated one differ, also when the test passes. */
    static void publishDifferences(ExtensionContext context, List<TestMachine> machines) {
        String text = machines.stream()
                .flatMap(machine -> machine.objects().stream())
                .flatMap(object -> object.differences().stream().map(difference -> object.name() + ": " + difference))
                .collect(Collectors.joining("\n"));
        if (!text.isEmpty()) {
            context.publishReportEntry("skep-differences", text);
        }
    }

    /** Which call was made to fail in this run of a test of {@link FaultInjection}. */
    private static String injected(ExtensionContext context) {
        FaultPlan plan = Machines.plan(context);
        return plan == null || plan.failed().isEmpty() ? "" : "injected failure: " + plan.failed() + "\n";
    }

    private static void publish(ExtensionContext context, String report, List<Frame> frames) {
        context.publishReportEntry("skep", report);
        context.publishFile(
                "skep-report.txt",
                MediaType.TEXT_PLAIN_UTF_8,
                file -> Files.writeString(file, report, StandardCharsets.UTF_8));
        if (!frames.isEmpty()) {
            context.publishFile(
                    "skep-frames.pcap",
                    MediaType.create("application", "vnd.tcpdump.pcap"),
                    file -> write(file, frames));
        }
    }

    /** What went into programs and what came out, alternately. */
    private static List<Frame> frames(List<BpfObject> objects) {
        List<Frame> frames = new ArrayList<>();
        for (BpfObject object : objects) {
            for (RunLog.Entry run : object.runs().entries()) {
                if (run.content() == RunLog.Content.FRAME) {
                    add(frames, run.input());
                    add(frames, run.output());
                }
            }
        }
        return frames;
    }

    private static void add(List<Frame> frames, byte[] bytes) {
        if (bytes.length > 0) {
            int number = frames.size() + 1;
            frames.add(new Frame(number, number * 1_000L, bytes.length, bytes));
        }
    }

    private static void write(Path file, List<Frame> frames) throws IOException {
        try (CaptureWriter writer =
                CaptureWriter.pcap(Files.newOutputStream(file), LinkType.ETHERNET, TimestampResolution.MICROSECONDS)) {
            for (Frame frame : frames) {
                writer.write(frame);
            }
        }
    }

    /** The report as a part of the failure, where every tool that shows failures shows it. */
    static final class StateOfTheMachine extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StateOfTheMachine(String report) {
            super("what the machine looked like:\n" + report, null, false, false);
        }
    }
}
