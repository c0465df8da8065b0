package dev.skep.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A rejection as libbpf prints it: the log between two lines that cannot be part of it. */
public final class RejectionText {
    private RejectionText() {}

    /** The whole text, some lines. */
    public static String of(RejectionReport report) {
        StringBuilder text = new StringBuilder();
        text.append(report.object()).append(": ").append(ValueText.printable(report.program()));
        text.append(" (").append(report.type()).append("), rejected by the verifier: ");
        text.append(report.errno().sentence())
                .append(" (")
                .append(report.errno().name())
                .append(")\n");
        if (!report.rejected().equals(report.program())) {
            text.append("it may call ")
                    .append(ValueText.printable(report.rejected()))
                    .append(", which is the one that was rejected\n");
        }
        text.append("-- BEGIN PROG LOAD LOG --\n");
        report.log().lines().forEach(line -> text.append(printable(line)).append('\n'));
        return text.append("-- END PROG LOAD LOG --\n")
                .append(report.hint().lines().map(RejectionText::printable).collect(Collectors.joining("\n")))
                .append(report.hint().isEmpty() ? "" : "\n")
                .toString();
    }

    /** Source lines and names come from the object: no control character of them reaches the terminal but tabs. */
    private static String printable(String line) {
        return Arrays.stream(line.split("\t", -1)).map(ValueText::printable).collect(Collectors.joining("\t"));
    }
}
